import { setTimeout as pause } from 'node:timers/promises';
import { pipeline as readPipeline } from '../../account/codepipeline.ts';
import { executions, stageStates } from '../../account/executions.ts';
import { andThen, type Fact, map } from '../../account/fact.ts';
import { goOnUnless, Troubled } from '../../account/write/errors.ts';
import type { Hands } from '../../account/write/hands.ts';
import { newLook } from '../look.ts';
import { persist } from '../persist.ts';
import { type Findings, nothingFound, type Thing } from '../thing.ts';
import type { Kind, Look } from '../types.ts';

interface Approval {
  stage: string;
  action: string;
  token: string;
}

interface Running {
  executions: string[];
  approvals: Approval[];
}

async function running(look: Look, name: string): Promise<Fact<Running>> {
  const [list, stages] = await Promise.all([executions(look.calls, name), stageStates(look.calls, name)]);
  return andThen(list, (runs) =>
    map(stages, (states) => ({
      executions: runs.items.filter(({ status }) => status === 'InProgress').map(({ id }) => id),
      approvals: states.flatMap((stage) =>
        stage.actions.flatMap(({ name: action, status, token }) =>
          status === 'InProgress' && token !== undefined ? [{ stage: stage.name, action, token }] : [],
        ),
      ),
    })),
  );
}

/** Refuses what waits for an answer and stops what runs, until nothing does: the next may have moved up. */
async function halt(name: string, hands: Hands, look: Look): Promise<void> {
  for (let round = 0; round < 10; round++) {
    const fresh = newLook({ ...look, clients: look.calls.clients, signal: hands.signal }, look.remembered);
    const fact = await running(fresh, name);
    goOnUnless(hands.signal);
    if (fact.state === 'absent') return;
    if (fact.state === 'unknown') throw new Troubled(fact.trouble);
    const { executions: ids, approvals } = fact.value;
    if (ids.length === 0 && approvals.length === 0) return;
    for (const { stage, action, token } of approvals)
      await hands.call('codepipeline', 'PutApprovalResult', {
        pipelineName: name,
        stageName: stage,
        actionName: action,
        token,
        result: { status: 'Rejected', summary: 'The lab is being removed.' },
      });
    for (const id of ids)
      await hands.call('codepipeline', 'StopPipelineExecution', {
        pipelineName: name,
        pipelineExecutionId: id,
        abandon: true,
        reason: 'The lab is being removed.',
      });
    await pause(200 * round);
  }
  // Deleting the pipeline ends what still runs.
}

export const pipeline: Kind = {
  name: 'pipeline',
  title: 'pipeline',
  after: [],

  async find(look): Promise<Findings> {
    const name = look.names.pipeline;
    const { candidate } = await look.survey();
    const fact = await andThen(candidate, async (thing) =>
      map(
        await running(look, name),
        ({ executions: ids, approvals }): Thing => ({
          ...thing,
          holds: { ...thing.holds, executions: ids.sort(), approvals: approvals.length },
        }),
      ),
    );
    if (fact.state === 'known') return { ...nothingFound(), things: [fact.value] };
    if (fact.state === 'absent')
      return { ...nothingFound(), absent: [{ kind: 'pipeline', name, code: fact.code }] };
    return { ...nothingFound(), untold: [{ kind: 'pipeline', name, trouble: fact.trouble }] };
  },

  async delete(thing, hands, look) {
    await halt(thing.name, hands, look);
    // Somebody, or an execution that just ended, may change it at the same time.
    await persist(['ConcurrentModificationException'], hands, () =>
      hands.call('codepipeline', 'DeletePipeline', { name: thing.name }),
    );
  },

  gone: (thing, look) => readPipeline(look.calls, thing.name),
};
