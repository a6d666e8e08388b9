import { AwsError } from '../../../core/errors.ts';
import { stageNotFound } from '../errors.ts';
import type { PipelineRef } from '../records.ts';
import type { Tables } from '../tables.ts';
import { countRetry, kindOf, nextAttempt } from './attempt.ts';

/** Puts a failed execution back into the stage where it failed, under its own id. */
export function retry(
  tables: Tables,
  ref: PipelineRef,
  { stageName, id, mode }: { stageName: string; id: string; mode: string },
  now: number,
): void {
  const version = tables.pipeline(ref)?.version ?? 0;
  const declared = tables.definition(ref, version)?.stages.find(({ name }) => name === stageName);
  if (declared === undefined) throw stageNotFound(ref, stageName);
  const stage = tables.stage(ref, stageName);
  const execution = tables.execution(ref, id);
  if (stage.holder !== undefined && execution?.mode !== 'PARALLEL') throw busy();
  if (execution === undefined || (stage.latest?.executionId !== id && execution.mode !== 'PARALLEL')) {
    throw new AwsError(
      'NotLatestPipelineExecutionException',
      'The stage has failed in a later run of the pipeline and the pipelineExecutionId associated with the request is out of date.',
    );
  }
  const then = tables.definition(ref, execution.version)?.stages[execution.stage];
  const ended = execution.status === 'Failed' || execution.status === 'Stopped';
  const changed = JSON.stringify(then) !== JSON.stringify(declared);
  if (!ended || then?.name !== stageName || Object.keys(execution.attempt).length === 0 || changed) {
    throw new AwsError(
      'StageNotRetryableException',
      'Unable to retry. The pipeline structure or stage state might have changed while actions awaited retry, or the stage contains no failed actions.',
    );
  }
  const { stop, ...rest } = execution;
  tables.putExecution({
    ...rest,
    status: 'InProgress',
    inStage: true,
    attempt: nextAttempt(tables, execution, mode),
    retries: countRetry(execution, stageName, 'ManualStageRetry'),
    lastUpdateTime: now,
  });
  tables.putStage({
    ...stage,
    holder: id,
    latest: { executionId: id, status: 'InProgress', ...kindOf(execution) },
  });
}

const busy = () =>
  new AwsError(
    'ConflictException',
    'Your request cannot be handled because the pipeline is busy handling ongoing activities. Try again later.',
  );
