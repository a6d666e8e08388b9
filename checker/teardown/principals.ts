import { type Fact, known } from '../account/fact.ts';
import { observedError } from '../account/write/errors.ts';

/** Services that a lab's pipeline works through. */
const pipelineService = /^codepipeline\.amazonaws\.com(?:\.cn)?$/;

/**
 * The unique ID of a user or role. A policy contains it in place of an ARN once that identity is deleted, and lets
 * nobody in by it. [doc: IAM user guide, "AWS JSON policy elements: Principal"]
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

/** A principal of the kind AWS, in the words of reports; undefined if it is no user. */
function accountUser(principal: string, { accountId, counts }: PrincipalPolicy): string | undefined {
  if (principal === '*') return counts === 'everybody' ? 'any AWS account' : undefined;
  if (deletedIdentity.test(principal)) return undefined;
  const whole = /^(\d{12})$|^arn:[a-z-]+:[a-z-]+::(\d{12}):root$/.exec(principal);
  const account = whole?.[1] ?? whole?.[2];
  if (account !== undefined && account !== accountId) return `account ${account}`;
  if (account !== undefined) return counts === 'everybody' ? "the account's own users and roles" : undefined;
  const own = new RegExp(`^arn:[a-z-]+:(?:iam|sts)::${accountId}:(user|role|assumed-role)/(.+)$`).exec(
    principal,
  );
  if (own === null) return principal;
  const [, type, path = ''] = own;
  const parts = path.split('/');
  return type === 'assumed-role' ? `role ${parts[0]}` : `${type} ${parts.at(-1)}`;
}

/** One principal in the words of reports; undefined if it is no user. */
function userOf(kind: string, principal: string, policy: PrincipalPolicy): string | undefined {
  if (kind === 'Service') return pipelineService.test(principal) ? undefined : principal;
  if (kind === 'Federated') return `identity provider ${principal.split('/').at(-1)}`;
  if (kind === 'AWS') return accountUser(principal, policy);
  return `${kind === 'CanonicalUser' ? 'canonical user' : kind} ${principal}`;
}

function usersOfStatement(
  { Effect, Principal, NotPrincipal }: Statement,
  policy: PrincipalPolicy,
): (string | undefined)[] {
  if (Effect !== 'Allow') return [];
  if (NotPrincipal !== undefined) return ['all principals but some'];
  if (typeof Principal === 'string') return [userOf('AWS', Principal, policy)];
  return Object.entries(Principal ?? {}).flatMap(([kind, value]) =>
    listOf(value).map((one) => userOf(kind, String(one), policy)),
  );
}

/**
 * The services, accounts, identities and identity providers that a trust policy or a bucket policy lets in, besides
 * CodePipeline. A policy that cannot be read as one is unknown, and does not count as one that lets nobody in.
 */
export function policyUsers(policy: PrincipalPolicy): Fact<string[]> {
  const { document, from } = policy;
  if (document === '') return known([]);
  const statements = statementsOf(document);
  if (statements === undefined)
    return {
      state: 'unknown',
      error: observedError(from.service, from.operation, 'UnreadablePolicy', 'the answer is not a policy'),
    };
  const users = statements.flatMap((statement) => usersOfStatement(statement, policy));
  return known([...new Set(users.filter((user) => user !== undefined))]);
}
