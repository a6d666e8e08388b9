import type { Stage } from '../definition/definition.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ExecutionRecord } from '../records.ts';
import { countRetry, nextAttempt } from './attempt.ts';
import { recordRollback, succeededIn } from './rollback.ts';

/**
 * The execution as it goes on in a stage that failed and is to be retried by itself, which it is once. [doc]
 * Undefined when it is to fail.
 */
export function automaticRetry(
  pipelineStore: PipelineStore,
  execution: ExecutionRecord,
  { name, onFailure }: Stage,
): ExecutionRecord | undefined {
  if (onFailure?.result !== 'RETRY' || (execution.retries?.[name]?.auto ?? 0) > 0) return undefined;
  // [known] What a retry without a mode retries.
  const mode = onFailure.retryConfiguration?.retryMode ?? 'FAILED_ACTIONS';
  return {
    ...execution,
    attempt: nextAttempt(pipelineStore, execution, mode),
    retries: countRetry(execution, name, 'AutomatedStageRetry'),
  };
}

/**
 * Takes a stage that failed back to the newest execution that came through it, if it is to be and there is one
 * of the pipeline's present version. [doc] A rollback that fails is not rolled back in its turn. [known]
 */
export function rollBackAutomatically(
  pipelineStore: PipelineStore,
  failed: ExecutionRecord,
  { name, onFailure }: Stage,
  now: number,
): void {
  const version = pipelineStore.pipeline(failed)?.version;
  if (onFailure?.result !== 'ROLLBACK' || failed.rollbackTarget !== undefined || version === undefined)
    return;
  const stages = pipelineStore.definition(failed, version)?.stages ?? [];
  const stage = stages.findIndex((each) => each.name === name);
  const target = pipelineStore
    .executions(failed)
    .findLast(
      (each) =>
        each.version === version &&
        each.rollbackTarget === undefined &&
        succeededIn(pipelineStore, each, name),
    );
  if (stage === -1 || target === undefined) return;
  const detail = JSON.stringify({ FailedPipelineExecutionId: failed.id });
  recordRollback(pipelineStore, { target, stage, trigger: { type: 'AutomatedRollback', detail } }, now);
}
