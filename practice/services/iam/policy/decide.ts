import { isConditionMet } from './conditions.ts';
import type { Context } from './context.ts';
import type { Patterns, PolicyDocument, Principal, Statement } from './document.ts';
import { matches } from './match.ts';

/** The members of a caller that policies are matched against. */
export interface PolicyCaller {
  kind: 'user' | 'role' | 'root' | 'service' | 'anonymous';
  accountId: string;
  /** The caller's own ARN (for a role, that of its session), or a service's host name. */
  arn: string;
  /** The user's or role's ARN. */
  principalArn: string;
}

/** One permission to decide on, with every policy that applies. */
export interface EvaluationRequest {
  caller: PolicyCaller;
  action: string;
  resource: string;
  context: Context;
  /** The policies of the calling user or role. */
  identity: PolicyDocument[];
  /** The permissions boundary and session policies. Each group must allow the action too; none grants permissions. */
  limits: { boundary?: PolicyDocument[]; session?: PolicyDocument[] };
  /** The resource's policy, and the account that owns the resource. */
  resourcePolicy?: PolicyDocument | undefined;
  ownerAccountId: string;
  /**
   * True when the resource's policy is a role's trust policy, which must always allow the action. In one account, any
   * other resource's policy is an alternative to the caller's own policies.
   */
  trust?: boolean;
}

export type Decision = 'allowed' | 'implicitDeny' | 'explicitDeny';

/** A decision, and the type of policy that caused it. */
export interface EvaluationResult {
  decision: Decision;
  by: 'identity-based policy' | 'resource-based policy' | 'permissions boundary' | 'session policy';
}

/** IAM's evaluation: an explicit deny in any policy wins, then the allows count, else it is an implicit deny. Pure. */
export function decide(request: EvaluationRequest): EvaluationResult {
  const { caller, identity, limits, resourcePolicy } = request;
  const resource = resourcePolicy?.statements ?? [];
  const denies = (policies: PolicyDocument[] | undefined) => anyStatementApplies(policies, 'Deny', request);
  if (denies(identity)) return { decision: 'explicitDeny', by: 'identity-based policy' };
  if (denies(limits.boundary)) return { decision: 'explicitDeny', by: 'permissions boundary' };
  if (denies(limits.session)) return { decision: 'explicitDeny', by: 'session policy' };
  const variables = resourcePolicy?.variables ?? false;
  const principalMatch = (statement: Statement, effect: Statement['effect']) =>
    statement.effect === effect && applies(statement, request, variables)
      ? matchPrincipals(statement, caller)
      : 'no';
  if (resource.some((statement) => principalMatch(statement, 'Deny') !== 'no')) {
    return { decision: 'explicitDeny', by: 'resource-based policy' };
  }

  const sameAccount = caller.accountId === request.ownerAccountId;
  const grants = resource.map((statement) => principalMatch(statement, 'Allow'));
  const isNamedDirectly = grants.includes('principal');
  const isNamed = isNamedDirectly || grants.includes('account');
  const allowedByIdentity =
    (caller.kind === 'root' && !request.trust) || anyStatementApplies(identity, 'Allow', request);
  const hasNoIdentityPolicies = caller.kind === 'service' || caller.kind === 'anonymous';

  if (hasNoIdentityPolicies) return evaluationResult(isNamedDirectly, 'resource-based policy');
  if (request.trust || !sameAccount) {
    if (!isNamed) return evaluationResult(false, 'resource-based policy');
    if (!allowedByIdentity && !(sameAccount && isNamedDirectly))
      return evaluationResult(false, 'identity-based policy');
  } else if (!allowedByIdentity && !isNamedDirectly) return evaluationResult(false, 'identity-based policy');
  // Within an account, a boundary does not limit what a resource's policy grants to the user or session by name.
  if (limits.boundary && !isNamedDirectly && !anyStatementApplies(limits.boundary, 'Allow', request)) {
    return evaluationResult(false, 'permissions boundary');
  }
  if (limits.session && !anyStatementApplies(limits.session, 'Allow', request))
    return evaluationResult(false, 'session policy');
  return evaluationResult(true, allowedByIdentity ? 'identity-based policy' : 'resource-based policy');
}

function evaluationResult(allowed: boolean, by: EvaluationResult['by']): EvaluationResult {
  return { decision: allowed ? 'allowed' : 'implicitDeny', by };
}

function anyStatementApplies(
  policies: PolicyDocument[] | undefined,
  effect: Statement['effect'],
  request: EvaluationRequest,
): boolean {
  return (policies ?? []).some((policy) =>
    policy.statements.some(
      (statement) => statement.effect === effect && applies(statement, request, policy.variables),
    ),
  );
}

/** Whether a statement applies by its action, resource and conditions. The principal is checked separately. */
function applies(statement: Statement, request: EvaluationRequest, variables: boolean): boolean {
  const variableContext = variables ? request.context : undefined;
  return (
    matchesPatterns(statement.actions, (pattern) => matches(pattern, request.action, undefined, true)) &&
    (statement.resources === undefined ||
      matchesPatterns(statement.resources, (pattern) =>
        matches(pattern, request.resource, variableContext),
      )) &&
    statement.conditions.every((condition) => isConditionMet(condition, request.context, variables))
  );
}

function matchesPatterns({ not, patterns }: Patterns, isMatch: (pattern: string) => boolean): boolean {
  return patterns.some(isMatch) !== not;
}

/**
 * Whether a statement of a resource's policy names the caller itself (`principal`), only the caller's account
 * (`account`), or neither. For `account`, the caller's own policies must allow the action too.
 */
function matchPrincipals({ principals }: Statement, caller: PolicyCaller): 'principal' | 'account' | 'no' {
  if (principals === undefined) return 'no';
  const matchesFound = principals.principals.map((principal) => matchPrincipal(principal, caller));
  if (principals.not) return matchesFound.some((match) => match !== 'no') ? 'no' : 'principal';
  return matchesFound.includes('principal')
    ? 'principal'
    : matchesFound.includes('account')
      ? 'account'
      : 'no';
}

function matchPrincipal({ type, value }: Principal, caller: PolicyCaller): 'principal' | 'account' | 'no' {
  if (type === 'any') return 'principal';
  if (type === 'Service')
    return caller.kind === 'service' && caller.principalArn === value ? 'principal' : 'no';
  if (type !== 'AWS' || caller.accountId === '' || caller.kind === 'service') return 'no';
  if (value === caller.principalArn || value === caller.arn) return 'principal';
  const root = new RegExp(`^arn:aws[a-z-]*:iam::${caller.accountId}:root$`);
  return value === caller.accountId || root.test(value) ? 'account' : 'no';
}
