import type { EnableStageTransitionInput } from '@aws-sdk/client-codepipeline';
import type { Call } from '../../../core/emulator.ts';
import { stageNotFound } from '../errors.ts';
import type { StageRecord } from '../records.ts';
import { pipelinePermissions } from './permissions.ts';
import type { CodePipelineOperations } from './service-context.ts';
import { pipelineRef, requirePipeline, type ServiceContext } from './service-context.ts';

/** The operations that disable and enable the transition into a stage (Inbound) or out of it (Outbound). */
export function transitions(context: ServiceContext) {
  const { pipelineStore, engine } = context;
  return {
    DisableStageTransition: {
      permissions: ({ pipelineName, stageName }, call) =>
        pipelinePermissions(pipelineStore, call, pipelineName, stageName),
      run(input, call) {
        const { enabled, ...record } = requireTransitionStage(input, call);
        const disabled = { reason: input.reason ?? '', by: call.caller.arn, at: call.now };
        pipelineStore.putStage({ ...record, disabled });
        return {};
      },
    },

    EnableStageTransition: {
      permissions: ({ pipelineName, stageName }, call) =>
        pipelinePermissions(pipelineStore, call, pipelineName, stageName),
      run(input, call) {
        const { disabled, ...record } = requireTransitionStage(input, call);
        pipelineStore.putStage({ ...record, enabled: { by: call.caller.arn, at: call.now } });
        engine.wake(record);
        return {};
      },
    },
  } satisfies CodePipelineOperations;

  /** The stage whose inbound transition the input names: an Outbound transition is the next stage's inbound one. */
  function requireTransitionStage(
    { pipelineName, stageName = '', transitionType }: EnableStageTransitionInput,
    call: Call,
  ): StageRecord {
    const ref = pipelineRef(call, pipelineName);
    const pipeline = requirePipeline(context, ref);
    const stages = pipelineStore.definition(ref, pipeline.version)?.stages ?? [];
    const index = stages.findIndex(({ name }) => name === stageName);
    const stage = stages[transitionType === 'Outbound' ? index + 1 : index];
    if (index === -1 || stage === undefined) throw stageNotFound(ref, stageName);
    return pipelineStore.stage(ref, stage.name);
  }
}
