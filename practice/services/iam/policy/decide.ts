import { isConditionMet } from './conditions.ts';
import type { Context } from './context.ts';
import type { Patterns, PolicyDocument, Principal, Statement } from './document.ts';
import { matches } from './match.ts';

/** Who asks, as policies see it. */
export interface PolicyCaller {
  kind: 'user' | 'role' | 'root' | 'service' | 'anonymous';
  accountId: string;
  /** The caller's own ARN (of a role: of the session), or a service's host name. */
  arn: string;
  /** The user's or role's ARN. */
  principalArn: string;
}

/** One question to IAM, with every policy that has a say. */
export interface EvaluationRequest {
  caller: PolicyCaller;
  action: string;
  resource: string;
  context: Context;
  /** The asker's own policies. */
  identity: PolicyDocument[];
  /** Permissions boundary and session policies: each group must allow as well, and none gives anything. */
  limits: { boundary?: PolicyDocument[]; session?: PolicyDocument[] };
  /** The resource's policy, and the account that owns the resource. */
  resourcePolicy?: PolicyDocument | undefined;
  ownerAccountId: string;
  /** A role's trust policy must always say yes; any other resource's policy is one of two ways to yes. */
  trust?: boolean;
}

export type Decision = 'allowed' | 'implicitDeny' | 'explicitDeny';

/** A decision, and which kind of policy it is owed to. */
export interface EvaluationResult {
  decision: Decision;
  by: 'identity-based policy' | 'resource-based policy' | 'permissions boundary' | 'session policy';
}

/** IAM's evaluation: an explicit deny anywhere, then the allows, else an implicit deny. Pure. */
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
  // Within an account, a resource's policy that names the user or session itself is not held to a boundary.
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

/** Action, resource and conditions; not the principal. */
function applies(statement: Statement, request: EvaluationRequest, variables: boolean): boolean {
  const filled = variables ? request.context : undefined;
  return (
    matchesPatterns(statement.actions, (pattern) => matches(pattern, request.action, undefined, true)) &&
    (statement.resources === undefined ||
      matchesPatterns(statement.resources, (pattern) => matches(pattern, request.resource, filled))) &&
    statement.conditions.every((condition) => isConditionMet(condition, request.context, variables))
  );
}

function matchesPatterns({ not, patterns }: Patterns, fit: (pattern: string) => boolean): boolean {
  return patterns.some(fit) !== not;
}

/**
 * Whether a statement of a resource's policy speaks of the asker: as itself, or only as one of its account,
 * which leaves it to the account's own policies who of them may.
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
