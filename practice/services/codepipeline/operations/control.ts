import type {
  RetryStageExecutionInput,
  RetryStageExecutionOutput,
  RollbackStageInput,
  RollbackStageOutput,
  StartPipelineExecutionInput,
  StartPipelineExecutionOutput,
  StopPipelineExecutionInput,
  StopPipelineExecutionOutput,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../core/errors.ts';
import type { Call } from '../../../core/world.ts';
import { retry } from '../engine/retry.ts';
import { stopExecution } from '../engine/stop.ts';
import { pipelineNotFound, validation } from '../errors.ts';
import type { PipelineRecord, SourceOverride } from '../records.ts';
import { demand, type Room, refOf } from './room.ts';

/** Starting, stopping and retrying executions, and taking a stage back. */
export function control(room: Room) {
  const { tables, engine } = room;
  return {
    StartPipelineExecution(input: StartPipelineExecutionInput, call: Call): StartPipelineExecutionOutput {
      const { name, clientRequestToken: token } = input;
      const ref = refOf(call, name);
      const pipeline = demand(room, ref);
      const same =
        token === undefined ? undefined : tables.executions(ref).find((each) => each.token === token);
      if (same !== undefined) return { pipelineExecutionId: same.id };
      const execution = engine.start(ref, {
        trigger: { type: 'StartPipelineExecution', detail: call.caller.arn },
        overrides: overridesOf(room, pipeline, input),
        variables: variablesOf(room, pipeline, input),
        ...(token === undefined ? {} : { token }),
      });
      return { pipelineExecutionId: execution.id };
    },

    StopPipelineExecution(input: StopPipelineExecutionInput, call: Call): StopPipelineExecutionOutput {
      const { pipelineName, pipelineExecutionId = '', abandon = false, reason } = input;
      const ref = refOf(call, pipelineName);
      demand(room, ref);
      const stop = { abandon, ...(reason === undefined ? {} : { reason }) };
      stopExecution(tables, ref, pipelineExecutionId, stop, call.now);
      engine.wake(ref);
      return { pipelineExecutionId };
    },

    RetryStageExecution(input: RetryStageExecutionInput, call: Call): RetryStageExecutionOutput {
      const { pipelineName, stageName = '', pipelineExecutionId = '', retryMode = '' } = input;
      const ref = refOf(call, pipelineName);
      demand(room, ref);
      retry(tables, ref, { stageName, id: pipelineExecutionId, mode: retryMode }, call.now);
      engine.wake(ref);
      return { pipelineExecutionId };
    },

    RollbackStage(input: RollbackStageInput, call: Call): RollbackStageOutput {
      const { pipelineName, stageName = '', targetPipelineExecutionId: targetId = '' } = input;
      const ref = refOf(call, pipelineName);
      demand(room, ref);
      const { id } = engine.rollback(ref, { stageName, targetId, by: call.caller.arn });
      return { pipelineExecutionId: id };
    },
  };
}

/** [known] AWS refuses an override of an action that is not there; its words were not found. */
function overridesOf(
  { tables }: Room,
  pipeline: PipelineRecord,
  { sourceRevisions = [] }: StartPipelineExecutionInput,
): Record<string, SourceOverride> {
  const sources = tables.definition(pipeline, pipeline.version)?.stages[0]?.actions ?? [];
  const overrides: Record<string, SourceOverride> = {};
  for (const { actionName = '', revisionType, revisionValue = '' } of sourceRevisions) {
    if (!sources.some(({ name }) => name === actionName)) {
      throw validation(`Source action '${actionName}' does not exist in pipeline '${pipeline.pipelineName}'`);
    }
    if (revisionType !== 'COMMIT_ID') {
      throw validation(`Revision type ${revisionType} is not valid for source action '${actionName}'`);
    }
    overrides[actionName] = { commit: revisionValue };
  }
  return overrides;
}

function variablesOf(
  { tables }: Room,
  pipeline: PipelineRecord,
  { variables = [] }: StartPipelineExecutionInput,
): Record<string, string> {
  const definition = tables.definition(pipeline, pipeline.version);
  if (definition === undefined) throw pipelineNotFound(pipeline);
  const declared = definition.variables ?? [];
  const given = Object.fromEntries(variables.map(({ name = '', value = '' }) => [name, value]));
  const unknown = Object.keys(given).find((name) => !declared.some((each) => each.name === name));
  if (unknown !== undefined) throw validation(`Variable '${unknown}' is not declared in the pipeline`);
  const missing = declared.find(({ name = '', defaultValue }) => (given[name] ?? defaultValue) === undefined);
  if (missing !== undefined) {
    throw new AwsError('ValidationException', `Value for variable '${missing.name}' has not been provided`);
  }
  return given;
}
