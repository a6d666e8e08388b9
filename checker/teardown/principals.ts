/** Services that a lab's pipeline works through. */
const pipelineService = /^codepipeline\.amazonaws\.com(?:\.cn)?$/;

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

interface Statement {
  Effect?: unknown;
  Principal?: unknown;
}

function statementsOf(document: string): Statement[] {
  try {
    const { Statement } = JSON.parse(document) as { Statement?: unknown };
    return listOf(Statement).filter((one): one is Statement => typeof one === 'object' && one !== null);
  } catch {
    // AWS stores valid JSON only; an answer that is none names nobody.
    return [];
  }
}

function accountOf(principal: string): string | undefined {
  if (/^\d{12}$/.test(principal)) return principal;
  return /^arn:[a-z-]+:[a-z-]+::(\d{12}):/.exec(principal)?.[1];
}

/** One principal in the words of reports; undefined for CodePipeline, for everybody, and for the account itself. */
function userOf(kind: string, principal: string, accountId: string): string | undefined {
  if (kind === 'Service') return pipelineService.test(principal) ? undefined : principal;
  if (kind === 'Federated') return `identity provider ${principal.split('/').at(-1)}`;
  if (kind !== 'AWS' || principal === '*') return undefined;
  const account = accountOf(principal);
  if (account === undefined || account === accountId) return undefined;
  return /^(?:\d{12}|.*:root)$/.test(principal) ? `account ${account}` : principal;
}

/**
 * The services, accounts and identity providers that a trust policy or a bucket policy lets in, besides CodePipeline
 * and the account itself. A statement for everybody (`*`) names no user.
 */
export function foreignPrincipals(document: string, accountId: string): string[] {
  const users = statementsOf(document).flatMap(({ Effect, Principal }) => {
    if (Effect !== 'Allow' || typeof Principal !== 'object' || Principal === null) return [];
    return Object.entries(Principal).flatMap(([kind, value]) =>
      listOf(value).flatMap((one) => (typeof one === 'string' ? (userOf(kind, one, accountId) ?? []) : [])),
    );
  });
  return [...new Set(users)];
}
