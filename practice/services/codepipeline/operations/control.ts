import type { StartPipelineExecutionInput } from '@aws-sdk/client-codepipeline';
import { defined } from '../../../core/defined.ts';
import { AwsError } from '../../../core/errors.ts';
import { retry } from '../engine/retry.ts';
import { stopExecution } from '../engine/stop.ts';
import { pipelineNotFound, validation } from '../errors.ts';
import type { PipelineRecord, SourceOverride } from '../records.ts';
import { pipelinePermissions } from './permissions.ts';
import type { CodePipelineOperations } from './service-context.ts';
import { pipelineRef, requirePipeline, type ServiceContext } from './service-context.ts';

/** The operations that start, stop and retry executions, and roll a stage back. */
export function control(context: ServiceContext) {
  const { pipelineStore, engine } = context;
  return {
    StartPipelineExecution: {
      permissions: ({ name }, call) => pipelinePermissions(pipelineStore, call, name),
      run(input, call) {
        const { name, clientRequestToken: token } = input;
        const ref = pipelineRef(call, name);
        const pipeline = requirePipeline(context, ref);
        const existing =
          token === undefined
            ? undefined
            : pipelineStore.executions(ref).find((each) => each.token === token);
        if (existing !== undefined) return { pipelineExecutionId: existing.id };
        const execution = engine.start(ref, {
          trigger: { type: 'StartPipelineExecution', detail: call.caller.arn },
          overrides: overridesOf(context, pipeline, input),
          variables: variablesOf(context, pipeline, input),
          ...defined({ token }),
        });
        return { pipelineExecutionId: execution.id };
      },
    },

    StopPipelineExecution: {
      permissions: ({ pipelineName }, call) => pipelinePermissions(pipelineStore, call, pipelineName),
      run(input, call) {
        const { pipelineName, pipelineExecutionId = '', abandon = false, reason } = input;
        const ref = pipelineRef(call, pipelineName);
        requirePipeline(context, ref);
        const stop = { abandon, ...defined({ reason }) };
        stopExecution(pipelineStore, ref, pipelineExecutionId, stop, call.now);
        engine.wake(ref);
        return { pipelineExecutionId };
      },
    },

    RetryStageExecution: {
      permissions: ({ pipelineName, stageName }, call) =>
        pipelinePermissions(pipelineStore, call, pipelineName, stageName),
      run(input, call) {
        const { pipelineName, stageName = '', pipelineExecutionId = '', retryMode = '' } = input;
        const ref = pipelineRef(call, pipelineName);
        requirePipeline(context, ref);
        retry(pipelineStore, ref, { stageName, id: pipelineExecutionId, mode: retryMode }, call.now);
        engine.wake(ref);
        return { pipelineExecutionId };
      },
    },

    RollbackStage: {
      permissions: ({ pipelineName, stageName }, call) =>
        pipelinePermissions(pipelineStore, call, pipelineName, stageName),
      run(input, call) {
        const { pipelineName, stageName = '', targetPipelineExecutionId: targetId = '' } = input;
        const ref = pipelineRef(call, pipelineName);
        requirePipeline(context, ref);
        const { id } = engine.rollback(ref, { stageName, targetId, by: call.caller.arn });
        return { pipelineExecutionId: id };
      },
    },
  } satisfies CodePipelineOperations;
}

/** [known] AWS rejects an override of an action that does not exist; its message was not found. */
function overridesOf(
  { pipelineStore }: ServiceContext,
  pipeline: PipelineRecord,
  { sourceRevisions = [] }: StartPipelineExecutionInput,
): Record<string, SourceOverride> {
  const sources = pipelineStore.definition(pipeline, pipeline.version)?.stages[0]?.actions ?? [];
  const overrides = sourceRevisions.map(({ actionName = '', revisionType, revisionValue = '' }) => {
    if (!sources.some(({ name }) => name === actionName)) {
      throw validation(`Source action '${actionName}' does not exist in pipeline '${pipeline.pipelineName}'`);
    }
    if (revisionType !== 'COMMIT_ID') {
      throw validation(`Revision type ${revisionType} is not valid for source action '${actionName}'`);
    }
    return [actionName, { commit: revisionValue }] as const;
  });
  return Object.fromEntries(overrides);
}

function variablesOf(
  { pipelineStore }: ServiceContext,
  pipeline: PipelineRecord,
  { variables = [] }: StartPipelineExecutionInput,
): Record<string, string> {
  const definition = pipelineStore.definition(pipeline, pipeline.version);
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
