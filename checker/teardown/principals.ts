import { type Fact, known } from '../account/fact.ts';
import { observedError } from '../account/write/errors.ts';
import { narrowed, ownIdentity, type PolicyUser } from './principal-conditions.ts';

/** Services that a lab's pipeline works through. */
const pipelineService = /^codepipeline\.amazonaws\.com(?:\.cn)?$/;

/**
 * The unique ID of a user or role. A policy contains it in place of an ARN once that identity is deleted, and it then
 * allows no one. [doc: IAM user guide, "AWS JSON policy elements: Principal"]
 */
const deletedIdentity = /^A[A-Z]{3}[A-Z0-9]{12,}$/;

/** A policy with a principal in each statement. */
export interface PrincipalPolicy {
  /** JSON. Empty: there is no policy. */
  document: string;
  /** The policy's own account. */
  accountId: string;
  /**
   * Whether everybody counts who is let in (a trust policy), or only those that are named: many buckets are public, and
   * all identities of an account can have access to its buckets.
   */
  counts: 'everybody' | 'named';
  /** The names of the lab's roles in this account. They go with the lab, so they are no users. */
  labRoles: readonly string[];
  /** The call that returned it. */
  from: { service: string; operation: string };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

interface Statement {
  Effect?: unknown;
  Principal?: unknown;
  NotPrincipal?: unknown;
  Condition?: unknown;
}

/** The statements of a policy; undefined if it is none that can be read. */
function statementsOf(document: string): Statement[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const statements = listOf((parsed as { Statement?: unknown }).Statement);
  const isStatement = (one: unknown): one is Statement => typeof one === 'object' && one !== null;
  return statements.every(isStatement) ? statements : undefined;
}

type Reach = 'all' | 'account';

/** How many a principal stands for: everybody, or the policy's own account. Undefined: itself, or another account. */
function reachOf(principal: string, accountId: string): Reach | undefined {
  if (principal === '*') return 'all';
  const whole = /^(\d{12})$|^arn:[a-z-]+:[a-z-]+::(\d{12}):root$/.exec(principal);
  return whole !== null && (whole[1] ?? whole[2]) === accountId ? 'account' : undefined;
}

const isLabs =
  ({ labRoles }: PrincipalPolicy) =>
  ({ type, name }: NonNullable<PolicyUser['identity']>) =>
    type === 'role' && labRoles.includes(name);

/** The users of a statement whose principal stands for many: those that its conditions name, or all of them. */
function usersOfMany(reach: Reach, condition: unknown, policy: PrincipalPolicy): PolicyUser[] {
  const { to, users } = narrowed(condition, policy.accountId, isLabs(policy));
  if (to === 'lab' || users.length > 0) return users;
  if (policy.counts === 'named') return [];
  const isEverybody = reach === 'all' && to === 'all';
  return [{ text: isEverybody ? 'any AWS account' : "the account's own users and roles" }];
}

/** The users of one principal of the kind AWS. */
function accountUsers(principal: string, condition: unknown, policy: PrincipalPolicy): PolicyUser[] {
  const { accountId } = policy;
  const reach = reachOf(principal, accountId);
  if (reach !== undefined) return usersOfMany(reach, condition, policy);
  if (deletedIdentity.test(principal)) return [];
  const account = /^(?:arn:[a-z-]+:[a-z-]+::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
  if (account !== undefined) return [{ text: `account ${account}` }];
  const identity = ownIdentity(principal, accountId);
  if (identity === undefined) return [{ text: principal }];
  return isLabs(policy)(identity) ? [] : [{ text: `${identity.type} ${identity.name}`, identity }];
}

/** The users of one principal. */
function usersOf(kind: string, principal: string, condition: unknown, policy: PrincipalPolicy): PolicyUser[] {
  if (kind === 'AWS') return accountUsers(principal, condition, policy);
  if (kind === 'Service') return pipelineService.test(principal) ? [] : [{ text: principal }];
  if (kind === 'Federated') return [{ text: `identity provider ${principal.split('/').at(-1)}` }];
  return [{ text: `${kind === 'CanonicalUser' ? 'canonical user' : kind} ${principal}` }];
}

function usersOfStatement(
  { Effect, Principal, NotPrincipal, Condition }: Statement,
  policy: PrincipalPolicy,
): PolicyUser[] {
  if (Effect !== 'Allow') return [];
  if (NotPrincipal !== undefined) return [{ text: 'all principals but some' }];
  if (typeof Principal === 'string') return usersOf('AWS', Principal, Condition, policy);
  return Object.entries(Principal ?? {}).flatMap(([kind, value]) =>
    listOf(value).flatMap((one) => usersOf(kind, String(one), Condition, policy)),
  );
}

/**
 * The services, accounts, identities and identity providers that a trust policy or a bucket policy lets in, besides
 * CodePipeline and the lab's roles. Where a principal stands for many, what its conditions name. A policy that cannot
 * be read as one is unknown, and does not count as one that allows no one.
 */
export function policyUsers(policy: PrincipalPolicy): Fact<PolicyUser[]> {
  const { document, from } = policy;
  if (document === '') return known([]);
  const statements = statementsOf(document);
  if (statements === undefined)
    return {
      state: 'unknown',
      error: observedError(from.service, from.operation, 'UnreadablePolicy', 'the answer is not a policy'),
    };
  const users = statements.flatMap((statement) => usersOfStatement(statement, policy));
  return known([...new Map(users.map((user) => [user.text, user])).values()]);
}
