import type { Stage } from '../definition/definition.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ExecutionRecord } from '../records.ts';
import { countRetry, nextAttempt } from './attempt.ts';
import { recordRollback, succeededIn } from './rollback.ts';

/**
 * The execution with a new attempt at its failed stage. A stage is retried automatically only once. [doc]
 * Undefined when the stage is not to be retried.
 */
export function automaticRetry(
  pipelineStore: PipelineStore,
  execution: ExecutionRecord,
  { name, onFailure }: Stage,
): ExecutionRecord | undefined {
  if (onFailure?.result !== 'RETRY' || (execution.retries?.[name]?.auto ?? 0) > 0) return undefined;
  // [known] The default mode of a retry.
  const mode = onFailure.retryConfiguration?.retryMode ?? 'FAILED_ACTIONS';
  return {
    ...execution,
    attempt: nextAttempt(pipelineStore, execution, mode),
    retries: countRetry(execution, name, 'AutomatedStageRetry'),
  };
}

/**
 * Rolls a failed stage back if its definition requires that. The target is the newest execution that succeeded in the
 * stage with the pipeline's current version; without one, nothing happens. [doc] A failed rollback is not rolled back
 * itself. [known]
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
