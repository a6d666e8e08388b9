import { ownMember } from '../../../core/own-member.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ExecutionRecord, Retries } from '../records.ts';

/** The mark that a rollback leaves on the record of its stage; empty for other executions. */
export const rollbackMark = ({ rollbackTarget }: ExecutionRecord): { rollback?: true } =>
  rollbackTarget === undefined ? {} : { rollback: true };

/** The action executions that a retry of a stage keeps: none in ALL_ACTIONS mode, else those that succeeded. */
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

/** The execution's counts of retries, with one more for this stage. */
export function countRetry(
  { retries = {} }: ExecutionRecord,
  stageName: string,
  by: Retries['latest'],
): Record<string, Retries> {
  const { auto = 0, manual = 0 } = ownMember(retries, stageName) ?? {};
  const counted = by === 'AutomatedStageRetry' ? { auto: auto + 1, manual } : { auto, manual: manual + 1 };
  return { ...retries, [stageName]: { ...counted, latest: by } };
}
