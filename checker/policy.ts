import { operations } from './account/operations.ts';

interface Entry {
  actions: readonly string[];
}

/** An IAM policy document, as it is pasted into the console or given to `put-user-policy`. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: '*' }[];
}

const actionsOf = (tables: readonly object[]) => [
  ...new Set(
    tables.flatMap((table) =>
      Object.values(table as Record<string, Record<string, Entry>>).flatMap((entries) =>
        Object.values(entries).flatMap(({ actions }) => actions),
      ),
    ),
  ),
];

/**
 * The least that a caller must be allowed for all that these tables of calls hold: the checker's own, and
 * whatever else is to be done under the policy.
 */
export function policyFor(more: readonly object[] = []): PolicyDocument {
  const Action = actionsOf([operations, ...more]).sort();
  const Sid = more.length === 0 ? 'CheckTheLab' : 'CheckAndTearDownTheLab';
  return { Version: '2012-10-17', Statement: [{ Sid, Effect: 'Allow', Action, Resource: '*' }] };
}
