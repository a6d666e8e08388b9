import { once } from 'node:events';
import type {
  GetPipelineStateOutput,
  ListPipelineExecutionsOutput,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../core/errors.ts';
import type { Site } from '../site.ts';

/** Far more than an execution takes here; a fault that needs longer is told as one. */
const patience = 30_000;

/** Looks again after every move of any pipeline, until there is something. */
async function until<T>(site: Site, what: string, look: () => Promise<T | undefined>): Promise<T> {
  const signal = AbortSignal.timeout(patience);
  for (;;) {
    const stop = new AbortController();
    const moved = once(site.world.events, 'pipeline-changed', {
      signal: AbortSignal.any([signal, stop.signal]),
    }).catch(() => undefined);
    const found = await look();
    if (found !== undefined) {
      stop.abort();
      return found;
    }
    await moved;
    if (signal.aborted) throw new AwsError('StillWaiting', `${what} did not happen in time.`, 409);
  }
}

/** The pipeline's executions, the newest first. */
export async function executionsOf(site: Site): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries = [] } = await site.call<ListPipelineExecutionsOutput>(
    'codepipeline',
    'ListPipelineExecutions',
    { pipelineName: site.names.pipeline },
  );
  return pipelineExecutionSummaries;
}

async function statusOf(site: Site, id: string): Promise<string> {
  const found = (await executionsOf(site)).find(({ pipelineExecutionId }) => pipelineExecutionId === id);
  return found?.status ?? 'InProgress';
}

/** Starts an execution by hand; answers its id. */
export async function startByHand(site: Site): Promise<string> {
  const { pipelineExecutionId = '' } = await site.call<{ pipelineExecutionId?: string }>(
    'codepipeline',
    'StartPipelineExecution',
    { name: site.names.pipeline },
  );
  return pipelineExecutionId;
}

/** The execution that was started last. */
export async function newest(site: Site): Promise<string> {
  return until(site, 'a first execution', async () => (await executionsOf(site))[0]?.pipelineExecutionId);
}

/** The execution that takes this commit. */
export function executionOf(site: Site, commit: string): Promise<string> {
  return until(
    site,
    `an execution of commit ${commit}`,
    async () =>
      (await executionsOf(site)).find(({ sourceRevisions = [] }) =>
        sourceRevisions.some(({ revisionId }) => revisionId === commit),
      )?.pipelineExecutionId,
  );
}

/** Waits for an execution's end; answers how it ended. */
export function ended(site: Site, id: string): Promise<string> {
  return until(site, `the end of execution ${id}`, async () => {
    const status = await statusOf(site, id);
    return status === 'InProgress' || status === 'Stopping' ? undefined : status;
  });
}

const stateOf = (site: Site) =>
  site.call<GetPipelineStateOutput>('codepipeline', 'GetPipelineState', { name: site.names.pipeline });

/** Waits until an execution has come to its manual approval. */
export function atApproval(site: Site, id: string) {
  return until(site, `the approval of execution ${id}`, async () => {
    const { stageStates = [] } = await stateOf(site);
    for (const { stageName = '', latestExecution, actionStates = [] } of stageStates) {
      if (latestExecution?.pipelineExecutionId !== id) continue;
      for (const { actionName = '', latestExecution: run } of actionStates)
        if (run?.token !== undefined) return { stageName, actionName, token: run.token };
    }
    const status = await statusOf(site, id);
    if (status === 'InProgress') return undefined;
    throw new AwsError('NoApproval', `Execution ${id} is ${status}, and never came to an approval.`, 409);
  });
}

/** Waits until an execution has left its first stage, and waits in front of the next. */
export function inFront(site: Site, id: string): Promise<boolean> {
  return until(site, `execution ${id} in front of a stage`, async () => {
    const { stageStates = [] } = await stateOf(site);
    const waits = stageStates.some(({ inboundExecutions = [], inboundExecution }) =>
      [...inboundExecutions, inboundExecution].some((each) => each?.pipelineExecutionId === id),
    );
    return waits ? true : undefined;
  });
}

/** Answers an execution's approval, and waits for the execution's end. */
export async function answer(
  site: Site,
  id: string,
  status: 'Approved' | 'Rejected' = 'Approved',
): Promise<string> {
  const where = await atApproval(site, id);
  const summary = status === 'Approved' ? 'Looks right' : 'The heading is wrong, please change it';
  await site.call('codepipeline', 'PutApprovalResult', {
    pipelineName: site.names.pipeline,
    ...where,
    result: { status, summary },
  });
  return ended(site, id);
}
