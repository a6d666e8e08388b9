import { matchesWildcards } from './wildcards.ts';

interface Statement {
  Effect?: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Principal?: string | Record<string, string | string[]>;
  Condition?: unknown;
}

const toArray = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function statements(document: string): Statement[] {
  try {
    const parsed = JSON.parse(document) as { Statement?: Statement | Statement[] };
    const found = parsed.Statement ?? [];
    return Array.isArray(found) ? found : [found];
  } catch {
    return [];
  }
}

function matches(pattern: string, value: string, ignoreCase = false): boolean {
  return ignoreCase
    ? matchesWildcards(pattern.toLowerCase(), value.toLowerCase())
    : matchesWildcards(pattern, value);
}

/** A policy variable's value is unknown here: assume that it matches in an Allow, and not in a Deny. */
function resolveVariables(pattern: string, { Effect }: Statement): string {
  return Effect === 'Allow' ? pattern.replace(/\$\{aws:[^}]*\}/g, '*') : pattern;
}

function covers(statement: Statement, action: string, resource: string): boolean {
  const actions = toArray(statement.Action);
  const notActions = toArray(statement.NotAction);
  const resources = toArray(statement.Resource);
  const notResources = toArray(statement.NotResource);
  const actionFits =
    actions.length > 0
      ? actions.some((pattern) => matches(pattern, action, true))
      : notActions.length > 0 && !notActions.some((pattern) => matches(pattern, action, true));
  const resourceFits =
    resources.length > 0
      ? resources.some((pattern) => matches(resolveVariables(pattern, statement), resource))
      : notResources.length > 0 && !notResources.some((pattern) => matches(pattern, resource));
  return actionFits && resourceFits;
}

export type PolicyDecision = 'allowed' | 'denied' | 'not-allowed';

/**
 * Whether identity policies allow an action. Conditions depend on the request, which is unknown here: assume that a
 * conditional Allow allows and a conditional Deny does not deny. The check then never fails a working policy.
 */
export function allows(documents: readonly string[], action: string, resource: string): PolicyDecision {
  const matching = documents.flatMap(statements).filter((statement) => covers(statement, action, resource));
  if (matching.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined)) return 'denied';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not-allowed';
}

/** Whether a trust policy lets a service assume the role. */
export function trusts(document: string, service: string): boolean {
  const matching = statements(document).filter(
    ({ Principal, ...statement }) =>
      toArray(statement.Action).some((pattern) => matches(pattern, 'sts:AssumeRole', true)) &&
      (Principal === '*' ||
        (typeof Principal === 'object' &&
          [...toArray(Principal.Service), ...toArray(Principal.AWS)].some(
            (name) => name === service || name === '*',
          ))),
  );
  if (matching.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined)) return false;
  return matching.some(({ Effect }) => Effect === 'Allow');
}
