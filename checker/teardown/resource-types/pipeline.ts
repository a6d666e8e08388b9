import { setTimeout as pause } from 'node:timers/promises';
import { pipeline as readPipeline } from '../../account/codepipeline.ts';
import { executions, stageStates } from '../../account/executions.ts';
import { absent, andThen, type Fact, map } from '../../account/fact.ts';
import type { AccountWriter } from '../../account/write/account-writer.ts';
import { CallFailed, throwIfStopped } from '../../account/write/errors.ts';
import { emptyScanResult, type Resource } from '../resource.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';
import type { AccountScan, ResourceType } from '../types.ts';

interface Approval {
  stage: string;
  action: string;
  token: string;
}

interface Running {
  executions: string[];
  approvals: Approval[];
}

async function runningIn(scan: AccountScan, name: string): Promise<Fact<Running>> {
  const [list, stages] = await Promise.all([executions(scan.calls, name), stageStates(scan.calls, name)]);
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

/** Rejects approvals and stops executions until none is left: a queued execution can start when one stops. */
async function stopExecutions(name: string, writer: AccountWriter, scan: AccountScan): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const fact = await runningIn(scan.again(), name);
    throwIfStopped(writer.signal);
    if (fact.state === 'absent') return;
    if (fact.state === 'unknown') throw new CallFailed(fact.error);
    const { executions: ids, approvals } = fact.value;
    if (ids.length === 0 && approvals.length === 0) return;
    for (const { stage, action, token } of approvals)
      await writer.call('codepipeline', 'PutApprovalResult', {
        pipelineName: name,
        stageName: stage,
        actionName: action,
        token,
        result: { status: 'Rejected', summary: 'The lab is being removed.' },
      });
    for (const id of ids)
      await writer.call('codepipeline', 'StopPipelineExecution', {
        pipelineName: name,
        pipelineExecutionId: id,
        abandon: true,
        reason: 'The lab is being removed.',
      });
    await pause(200 * attempt);
  }
  // After ten attempts the delete goes ahead: deleting the pipeline ends what still runs.
}

export const pipeline: ResourceType = {
  name: 'pipeline',
  title: 'pipeline',
  after: [],

  async candidates(scan) {
    const { candidates, absent } = await scan.inventory();
    // Their proofs are part of the inventory, which has read them already.
    const found = [...candidates.keys()].map((id) => ({ id, proofs: [], hints: [] }));
    return { found, undetermined: [], absent };
  },

  async inspect({ id }, scan) {
    const name = id.slice(id.lastIndexOf(':') + 1);
    const { candidates } = await scan.inventory();
    const fact = await andThen(candidates.get(id) ?? absent('PipelineNotFoundException'), async (resource) =>
      map(
        await runningIn(scan, name),
        ({ executions: ids, approvals }): Resource => ({
          ...resource,
          holds: { ...resource.holds, executions: ids.sort(), approvals: approvals.length },
        }),
      ),
    );
    if (fact.state === 'known') return { ...emptyScanResult(), resources: [fact.value] };
    if (fact.state === 'absent')
      return { ...emptyScanResult(), absent: [{ kind: 'pipeline', name, code: fact.code }] };
    return { ...emptyScanResult(), undetermined: [{ kind: 'pipeline', name, error: fact.error }] };
  },

  stop: (resource, writer, scan) => stopExecutions(resource.name, writer, scan),

  async delete(resource, writer) {
    // Another user, or an execution that just ended, can change the pipeline at the same time.
    await retryOnConflict(['ConcurrentModificationException'], writer, () =>
      writer.call('codepipeline', 'DeletePipeline', { name: resource.name }),
    );
  },

  probe: (resource, scan) => readPipeline(scan.calls, resource.name),
};
