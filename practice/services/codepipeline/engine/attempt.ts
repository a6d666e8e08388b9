import type { ExecutionRecord, Retries } from '../records.ts';
import type { Tables } from '../tables.ts';

/** A rollback marks the stage that it goes through. */
export const kindOf = ({ rollbackTarget }: ExecutionRecord): { rollback?: true } =>
  rollbackTarget === undefined ? {} : { rollback: true };

/** The attempt that a retry of a stage begins with: what stays of the one before. */
export function nextAttempt(
  tables: Tables,
  execution: ExecutionRecord,
  mode: string,
): Record<string, string> {
  if (mode === 'ALL_ACTIONS') return {};
  const kept = Object.entries(execution.attempt).filter(
    ([, actionId]) => tables.action(execution, actionId)?.status === 'Succeeded',
  );
  return Object.fromEntries(kept);
}

/** The execution's count of retries, with one more of a stage. */
export function countRetry(
  { retries = {} }: ExecutionRecord,
  stageName: string,
  by: Retries['latest'],
): Record<string, Retries> {
  const { auto = 0, manual = 0 } = retries[stageName] ?? {};
  const counted = by === 'AutomatedStageRetry' ? { auto: auto + 1, manual } : { auto, manual: manual + 1 };
  return { ...retries, [stageName]: { ...counted, latest: by } };
}
