import { AwsError } from '../../../core/errors.ts';
import { executionNotFound } from '../errors.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ExecutionRecord, PipelineRef } from '../records.ts';

/**
 * Marks an execution as stopping. With `abandon`, its running actions are abandoned at once; without it, they may end
 * first. A second request is rejected, unless it changes waiting to abandoning.
 */
export function stopExecution(
  pipelineStore: PipelineStore,
  ref: PipelineRef,
  id: string,
  stop: NonNullable<ExecutionRecord['stop']>,
  now: number,
): void {
  const execution = pipelineStore.execution(ref, id);
  // [model] The operation does not declare PipelineExecutionNotFoundException, but returns it all the same.
  if (execution === undefined) throw executionNotFound(ref, id);
  if (execution.status === 'Stopping' && (execution.stop?.abandon === true || !stop.abandon)) {
    throw new AwsError(
      'DuplicatedStopRequestException',
      'The pipeline execution is already in a Stopping state. If you already chose to stop and wait, you cannot make that request again. You can choose to stop and abandon now, but be aware that this option can lead to failed tasks or out of sequence tasks. If you already chose to stop and abandon, you cannot make that request again.',
    );
  }
  if (execution.status !== 'InProgress' && execution.status !== 'Stopping') {
    throw new AwsError(
      'PipelineExecutionNotStoppableException',
      'Unable to stop the pipeline execution. The execution might already be in a Stopped state, or it might no longer be in progress.',
    );
  }
  pipelineStore.putExecution({ ...execution, status: 'Stopping', stop, lastUpdateTime: now });
  const stageName = pipelineStore.definition(ref, execution.version)?.stages[execution.stage]?.name;
  if (!execution.inStage || stageName === undefined) return;
  const stage = pipelineStore.stage(ref, stageName);
  if (stage.latest?.executionId === id) {
    pipelineStore.putStage({ ...stage, latest: { ...stage.latest, status: 'Stopping' } });
  }
}
