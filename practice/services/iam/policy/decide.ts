import { isConditionMet } from './conditions.ts';
import type { Context } from './context.ts';
import type { Patterns, PolicyDocument, Statement } from './document.ts';
import { matches } from './match.ts';
import {
  closestMatch,
  isDeniedPrincipal,
  matchAllowedPrincipals,
  type PolicyCaller,
  type PrincipalMatch,
} from './principals.ts';

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

/**
 * IAM's evaluation: an explicit deny in any policy overrides every allow, and without an allow the decision is an
 * implicit deny. Pure.
 * [doc: "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account policy evaluation
 * logic"]
 */
export function decide(request: EvaluationRequest): EvaluationResult {
  const denyingPolicy = findExplicitDeny(request);
  if (denyingPolicy !== undefined) return { decision: 'explicitDeny', by: denyingPolicy };
  const { caller, identity } = request;
  const match = resourcePolicyMatch(request);
  if (caller.kind === 'service' || caller.kind === 'anonymous')
    return evaluationResult(match === 'caller', 'resource-based policy');

  const isSameAccount = caller.accountId === request.ownerAccountId;
  // The resource's account decides by the resource's policy, and a role's trust policy must always allow the caller.
  if ((request.trust || !isSameAccount) && match === 'no')
    return evaluationResult(false, 'resource-based policy');
  // Within an account, what a resource's policy grants to a user or a session by its ARN, or to everyone, is not limited
  // by implicit denies in the caller's other policies.
  if (isSameAccount && match === 'caller') return evaluationResult(true, 'resource-based policy');
  const isAllowedByIdentity =
    (caller.kind === 'root' && !request.trust) || anyStatementApplies(identity, 'Allow', request);
  // A grant to the role's ARN replaces its identity-based policies, but its boundary and session policies limit it.
  if (!isAllowedByIdentity && !(isSameAccount && match === 'role'))
    return evaluationResult(false, 'identity-based policy');
  const limit = findImplicitLimit(request);
  if (limit !== undefined) return evaluationResult(false, limit);
  return evaluationResult(true, isAllowedByIdentity ? 'identity-based policy' : 'resource-based policy');
}

/** The type of the policy that denies the request explicitly, if any. */
function findExplicitDeny(request: EvaluationRequest): EvaluationResult['by'] | undefined {
  const { caller, identity, limits, resourcePolicy } = request;
  const denies = (policies: PolicyDocument[] | undefined) => anyStatementApplies(policies, 'Deny', request);
  if (denies(identity)) return 'identity-based policy';
  if (denies(limits.boundary)) return 'permissions boundary';
  if (denies(limits.session)) return 'session policy';
  const isDenied = resourcePolicy?.statements.some(
    (statement) =>
      statement.effect === 'Deny' &&
      applies(statement, request, resourcePolicy.variables) &&
      isDeniedPrincipal(statement, caller, limits.boundary !== undefined),
  );
  return isDenied ? 'resource-based policy' : undefined;
}

/** How the Allow statements of the resource's policy that apply to the request name the caller. */
function resourcePolicyMatch(request: EvaluationRequest): PrincipalMatch {
  const { caller, resourcePolicy } = request;
  const allowing = resourcePolicy?.statements.filter(
    (statement) => statement.effect === 'Allow' && applies(statement, request, resourcePolicy.variables),
  );
  return closestMatch((allowing ?? []).map((statement) => matchAllowedPrincipals(statement, caller)));
}

/** The boundary or session policies that do not allow the request. */
function findImplicitLimit(request: EvaluationRequest): EvaluationResult['by'] | undefined {
  const { boundary, session } = request.limits;
  if (boundary !== undefined && !anyStatementApplies(boundary, 'Allow', request))
    return 'permissions boundary';
  if (session !== undefined && !anyStatementApplies(session, 'Allow', request)) return 'session policy';
  return undefined;
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
