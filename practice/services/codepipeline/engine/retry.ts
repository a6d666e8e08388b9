import { AwsError } from '../../../core/errors.ts';
import { stageNotFound } from '../errors.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { PipelineRef } from '../records.ts';
import { countRetry, nextAttempt, rollbackMark } from './attempt.ts';

/** Retries the stage in which an execution failed or was stopped. The execution keeps its id. */
export function retry(
  pipelineStore: PipelineStore,
  ref: PipelineRef,
  { stageName, id, mode }: { stageName: string; id: string; mode: string },
  now: number,
): void {
  const version = pipelineStore.pipeline(ref)?.version ?? 0;
  const declared = pipelineStore.definition(ref, version)?.stages.find(({ name }) => name === stageName);
  if (declared === undefined) throw stageNotFound(ref, stageName);
  const stage = pipelineStore.stage(ref, stageName);
  const execution = pipelineStore.execution(ref, id);
  if (stage.holder !== undefined && execution?.mode !== 'PARALLEL') throw pipelineBusy();
  if (execution === undefined || (stage.latest?.executionId !== id && execution.mode !== 'PARALLEL')) {
    throw new AwsError(
      'NotLatestPipelineExecutionException',
      'The stage has failed in a later run of the pipeline and the pipelineExecutionId associated with the request is out of date.',
    );
  }
  const startedStage = pipelineStore.definition(ref, execution.version)?.stages[execution.stage];
  const hasEnded = execution.status === 'Failed' || execution.status === 'Stopped';
  const changed = JSON.stringify(startedStage) !== JSON.stringify(declared);
  if (
    !hasEnded ||
    startedStage?.name !== stageName ||
    Object.keys(execution.attempt).length === 0 ||
    changed
  ) {
    throw new AwsError(
      'StageNotRetryableException',
      'Unable to retry. The pipeline structure or stage state might have changed while actions awaited retry, or the stage contains no failed actions.',
    );
  }
  const { stop, ...rest } = execution;
  pipelineStore.putExecution({
    ...rest,
    status: 'InProgress',
    inStage: true,
    attempt: nextAttempt(pipelineStore, execution, mode),
    retries: countRetry(execution, stageName, 'ManualStageRetry'),
    lastUpdateTime: now,
  });
  pipelineStore.putStage({
    ...stage,
    holder: id,
    latest: { executionId: id, status: 'InProgress', ...rollbackMark(execution) },
  });
}

const pipelineBusy = () =>
  new AwsError(
    'ConflictException',
    'Your request cannot be handled because the pipeline is busy handling ongoing activities. Try again later.',
  );
