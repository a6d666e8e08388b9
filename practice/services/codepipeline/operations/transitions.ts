import type { DisableStageTransitionInput, EnableStageTransitionInput } from '@aws-sdk/client-codepipeline';
import type { Call } from '../../../core/world.ts';
import { stageNotFound } from '../errors.ts';
import type { StageRecord } from '../records.ts';
import { demand, type Room, refOf } from './room.ts';

/** Holding executions in front of a stage (or behind one: in front of the next), and letting them go. */
export function transitions(room: Room) {
  const { tables, engine } = room;
  return {
    DisableStageTransition(input: DisableStageTransitionInput, call: Call): Record<string, never> {
      const { enabled, ...record } = target(input, call);
      const disabled = { reason: input.reason ?? '', by: call.caller.arn, at: call.now };
      tables.putStage({ ...record, disabled });
      return {};
    },

    EnableStageTransition(input: EnableStageTransitionInput, call: Call): Record<string, never> {
      const { disabled, ...record } = target(input, call);
      tables.putStage({ ...record, enabled: { by: call.caller.arn, at: call.now } });
      engine.wake(record);
      return {};
    },
  };

  /** The stage whose inbound transition is meant. */
  function target(
    { pipelineName, stageName = '', transitionType }: EnableStageTransitionInput,
    call: Call,
  ): StageRecord {
    const ref = refOf(call, pipelineName);
    const pipeline = demand(room, ref);
    const stages = tables.definition(ref, pipeline.version)?.stages ?? [];
    const index = stages.findIndex(({ name }) => name === stageName);
    const stage = stages[transitionType === 'Outbound' ? index + 1 : index];
    if (index === -1 || stage === undefined) throw stageNotFound(ref, stageName);
    return tables.stage(ref, stage.name);
  }
}
