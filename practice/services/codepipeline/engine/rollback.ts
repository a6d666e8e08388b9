import { AwsError } from '../../../core/errors.ts';
import { executionNotFound, pipelineNotFound, stageNotFound } from '../errors.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ExecutionRecord, PipelineRef } from '../records.ts';
import { createExecution } from './create-execution.ts';

interface RollbackRequest {
  stageName: string;
  /** The execution whose revisions, artifacts and variables the stage is to use. */
  targetId: string;
  /** The caller's ARN. */
  by: string;
}

/**
 * Records a new execution of one stage, with the revisions, artifacts and variables of an earlier execution. That
 * target must have the pipeline's current version, must not be a rollback, and must have succeeded in the stage. The
 * source stage cannot be rolled back. [doc] The errors follow the model's descriptions; AWS's messages were not found.
 */
export function rollback(
  pipelineStore: PipelineStore,
  ref: PipelineRef,
  { stageName, targetId, by }: RollbackRequest,
  now: number,
): ExecutionRecord {
  const pipeline = pipelineStore.pipeline(ref);
  const definition = pipeline && pipelineStore.definition(ref, pipeline.version);
  if (pipeline === undefined || definition === undefined) throw pipelineNotFound(ref);
  const stage = definition.stages.findIndex(({ name }) => name === stageName);
  if (stage === -1) throw stageNotFound(ref, stageName);
  const target = pipelineStore.execution(ref, targetId);
  if (target === undefined) throw executionNotFound(ref, targetId);
  if (definition.pipelineType !== 'V2')
    throw unableToRollBack('Stage rollback can only be used with V2 pipelines.');
  if (stage === 0) throw unableToRollBack('A source stage cannot be rolled back.');
  if (target.rollbackTarget !== undefined)
    throw unableToRollBack(`Pipeline execution '${targetId}' is a rollback execution.`);
  if (target.version !== pipeline.version) throw executionOutdated();
  if (!succeededIn(pipelineStore, target, stageName))
    throw unableToRollBack(`Pipeline execution '${targetId}' has not succeeded in stage '${stageName}'.`);
  const { holder } = pipelineStore.stage(ref, stageName);
  if (holder !== undefined && definition.executionMode !== 'PARALLEL')
    throw unableToRollBack(`Stage '${stageName}' is currently running.`);
  return recordRollback(
    pipelineStore,
    { target, stage, trigger: { type: 'ManualRollback', detail: by } },
    now,
  );
}

/** Records a new execution of one stage, with the target's revisions, artifacts and variables. */
export function recordRollback(
  pipelineStore: PipelineStore,
  request: { target: ExecutionRecord; stage: number; trigger: ExecutionRecord['trigger'] },
  now: number,
): ExecutionRecord {
  const { target, stage, trigger } = request;
  const { overrides, variables, outputs, artifacts, revisions } = target;
  const execution: ExecutionRecord = {
    ...createExecution(pipelineStore, target, { trigger }, now),
    overrides,
    variables,
    outputs,
    artifacts,
    revisions,
    stage,
    rollbackTarget: target.id,
  };
  pipelineStore.putExecution(execution);
  return execution;
}

/** Whether an execution succeeded in a stage. A rollback runs in one stage only. */
export function succeededIn(
  pipelineStore: PipelineStore,
  execution: ExecutionRecord,
  stageName: string,
): boolean {
  const stages = pipelineStore.definition(execution, execution.version)?.stages ?? [];
  const index = stages.findIndex(({ name }) => name === stageName);
  if (execution.status === 'Succeeded')
    return execution.rollbackTarget === undefined ? index !== -1 : index === execution.stage;
  return index !== -1 && index < execution.stage && execution.rollbackTarget === undefined;
}

const unableToRollBack = (why: string) =>
  new AwsError('UnableToRollbackStageException', `Unable to roll back the stage. ${why}`);

const executionOutdated = () =>
  new AwsError(
    'PipelineExecutionOutdatedException',
    'The specified pipeline execution is outdated and cannot be used as a target pipeline execution for rollback.',
  );
