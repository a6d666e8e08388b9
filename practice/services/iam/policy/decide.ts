import { holds } from './conditions.ts';
import type { Context } from './context.ts';
import type { Patterns, PolicyDocument, Principal, Statement } from './document.ts';
import { matches } from './match.ts';

/** Who asks, as policies see it. */
export interface Asker {
  kind: 'user' | 'role' | 'root' | 'service' | 'anonymous';
  accountId: string;
  /** The caller's own ARN (of a role: of the session), or a service's host name. */
  arn: string;
  /** The user's or role's ARN. */
  principalArn: string;
}

/** One question to IAM, with every policy that has a say. */
export interface Question {
  asker: Asker;
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
export interface Verdict {
  decision: Decision;
  by: 'identity-based policy' | 'resource-based policy' | 'permissions boundary' | 'session policy';
}

/** IAM's evaluation: an explicit deny anywhere, then the allows, else an implicit deny. Pure. */
export function decide(question: Question): Verdict {
  const { asker, identity, limits, resourcePolicy } = question;
  const resource = resourcePolicy?.statements ?? [];
  const denies = (policies: PolicyDocument[] | undefined) => fits(policies, 'Deny', question);
  if (denies(identity)) return { decision: 'explicitDeny', by: 'identity-based policy' };
  if (denies(limits.boundary)) return { decision: 'explicitDeny', by: 'permissions boundary' };
  if (denies(limits.session)) return { decision: 'explicitDeny', by: 'session policy' };
  const variables = resourcePolicy?.variables ?? false;
  const speaksOf = (statement: Statement, effect: Statement['effect']) =>
    statement.effect === effect && applies(statement, question, variables) ? named(statement, asker) : 'no';
  if (resource.some((statement) => speaksOf(statement, 'Deny') !== 'no')) {
    return { decision: 'explicitDeny', by: 'resource-based policy' };
  }

  const sameAccount = asker.accountId === question.ownerAccountId;
  const grants = resource.map((statement) => speaksOf(statement, 'Allow'));
  const direct = grants.includes('principal');
  const viaAccount = direct || grants.includes('account');
  const own = (asker.kind === 'root' && !question.trust) || fits(identity, 'Allow', question);
  const outsider = asker.kind === 'service' || asker.kind === 'anonymous';

  if (outsider) return verdict(direct, 'resource-based policy');
  if (question.trust || !sameAccount) {
    if (!viaAccount) return verdict(false, 'resource-based policy');
    if (!own && !(sameAccount && direct)) return verdict(false, 'identity-based policy');
  } else if (!own && !direct) return verdict(false, 'identity-based policy');
  // Within an account, a resource's policy that names the user or session itself is not held to a boundary.
  if (limits.boundary && !direct && !fits(limits.boundary, 'Allow', question)) {
    return verdict(false, 'permissions boundary');
  }
  if (limits.session && !fits(limits.session, 'Allow', question)) return verdict(false, 'session policy');
  return verdict(true, own ? 'identity-based policy' : 'resource-based policy');
}

function verdict(allowed: boolean, by: Verdict['by']): Verdict {
  return { decision: allowed ? 'allowed' : 'implicitDeny', by };
}

function fits(
  policies: PolicyDocument[] | undefined,
  effect: Statement['effect'],
  question: Question,
): boolean {
  return (policies ?? []).some((policy) =>
    policy.statements.some(
      (statement) => statement.effect === effect && applies(statement, question, policy.variables),
    ),
  );
}

/** Action, resource and conditions; not the principal. */
function applies(statement: Statement, question: Question, variables: boolean): boolean {
  const filled = variables ? question.context : undefined;
  return (
    listed(statement.actions, (pattern) => matches(pattern, question.action, undefined, true)) &&
    (statement.resources === undefined ||
      listed(statement.resources, (pattern) => matches(pattern, question.resource, filled))) &&
    statement.conditions.every((condition) => holds(condition, question.context, variables))
  );
}

function listed({ not, patterns }: Patterns, fit: (pattern: string) => boolean): boolean {
  return patterns.some(fit) !== not;
}

/**
 * Whether a statement of a resource's policy speaks of the asker: as itself, or only as one of its account,
 * which leaves it to the account's own policies who of them may.
 */
function named({ principals }: Statement, asker: Asker): 'principal' | 'account' | 'no' {
  if (principals === undefined) return 'no';
  const found = principals.principals.map((principal) => naming(principal, asker));
  if (principals.not) return found.some((how) => how !== 'no') ? 'no' : 'principal';
  return found.includes('principal') ? 'principal' : found.includes('account') ? 'account' : 'no';
}

function naming({ type, value }: Principal, asker: Asker): 'principal' | 'account' | 'no' {
  if (type === 'any') return 'principal';
  if (type === 'Service')
    return asker.kind === 'service' && asker.principalArn === value ? 'principal' : 'no';
  if (type !== 'AWS' || asker.accountId === '' || asker.kind === 'service') return 'no';
  if (value === asker.principalArn || value === asker.arn) return 'principal';
  const root = new RegExp(`^arn:aws[a-z-]*:iam::${asker.accountId}:root$`);
  return value === asker.accountId || root.test(value) ? 'account' : 'no';
}
