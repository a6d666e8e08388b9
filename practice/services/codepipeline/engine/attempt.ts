import type { PipelineStore } from '../pipeline-store.ts';
import type { ExecutionRecord, Retries } from '../records.ts';

/** A rollback marks the stage that it goes through. */
export const rollbackMark = ({ rollbackTarget }: ExecutionRecord): { rollback?: true } =>
  rollbackTarget === undefined ? {} : { rollback: true };

/** The attempt that a retry of a stage begins with: what stays of the one before. */
export function nextAttempt(
  pipelineStore: PipelineStore,
  execution: ExecutionRecord,
  mode: string,
): Record<string, string> {
  if (mode === 'ALL_ACTIONS') return {};
  const succeeded = Object.entries(execution.attempt).filter(
    ([, actionId]) => pipelineStore.action(execution, actionId)?.status === 'Succeeded',
  );
  return Object.fromEntries(succeeded);
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
