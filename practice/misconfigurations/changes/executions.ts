import { once } from 'node:events';
import type {
  GetPipelineStateOutput,
  ListPipelineExecutionsOutput,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../core/errors.ts';
import type { Lab } from '../lab.ts';

/** Far longer than an execution takes in the practice account. Waiting longer is reported as an error. */
const timeoutMs = 30_000;

/** Polls again after every change of any pipeline, until `poll` returns a value. Throws StillWaiting on timeout. */
async function waitFor<T>(lab: Lab, event: string, poll: () => Promise<T | undefined>): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const stop = new AbortController();
    const changed = once(lab.emulator.events, 'pipeline-changed', {
      signal: AbortSignal.any([signal, stop.signal]),
    }).catch(() => undefined);
    const found = await poll();
    if (found !== undefined) {
      stop.abort();
      return found;
    }
    await changed;
    if (signal.aborted) throw new AwsError('StillWaiting', `${event} did not happen in time.`, 409);
  }
}

/** The pipeline's executions, newest first. */
export async function executionsOf(lab: Lab): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries = [] } = await lab.call<ListPipelineExecutionsOutput>(
    'codepipeline',
    'ListPipelineExecutions',
    { pipelineName: lab.names.pipeline },
  );
  return pipelineExecutionSummaries;
}

async function statusOf(lab: Lab, id: string): Promise<string> {
  const found = (await executionsOf(lab)).find(({ pipelineExecutionId }) => pipelineExecutionId === id);
  return found?.status ?? 'InProgress';
}

/** Starts an execution manually and returns its id. */
export async function startManually(lab: Lab): Promise<string> {
  const { pipelineExecutionId = '' } = await lab.call<{ pipelineExecutionId?: string }>(
    'codepipeline',
    'StartPipelineExecution',
    { name: lab.names.pipeline },
  );
  return pipelineExecutionId;
}

/** Waits until the pipeline has an execution, and returns the id of the newest. */
export async function newestExecution(lab: Lab): Promise<string> {
  return waitFor(lab, 'a first execution', async () => (await executionsOf(lab))[0]?.pipelineExecutionId);
}

/** Waits for an execution of this commit and returns its id. */
export function executionOfCommit(lab: Lab, commit: string): Promise<string> {
  return waitFor(
    lab,
    `an execution of commit ${commit}`,
    async () =>
      (await executionsOf(lab)).find(({ sourceRevisions = [] }) =>
        sourceRevisions.some(({ revisionId }) => revisionId === commit),
      )?.pipelineExecutionId,
  );
}

/** Waits until an execution has ended and returns its status. */
export function waitForEnd(lab: Lab, id: string): Promise<string> {
  return waitFor(lab, `the end of execution ${id}`, async () => {
    const status = await statusOf(lab, id);
    return status === 'InProgress' || status === 'Stopping' ? undefined : status;
  });
}

const stateOf = (lab: Lab) =>
  lab.call<GetPipelineStateOutput>('codepipeline', 'GetPipelineState', { name: lab.names.pipeline });

/** Waits until an execution reaches its manual approval. Throws NoApproval when the execution ends before. */
export function waitForApproval(lab: Lab, id: string) {
  return waitFor(lab, `the approval of execution ${id}`, async () => {
    const { stageStates = [] } = await stateOf(lab);
    for (const { stageName = '', latestExecution, actionStates = [] } of stageStates) {
      if (latestExecution?.pipelineExecutionId !== id) continue;
      for (const { actionName = '', latestExecution: run } of actionStates)
        if (run?.token !== undefined) return { stageName, actionName, token: run.token };
    }
    const status = await statusOf(lab, id);
    if (status === 'InProgress') return undefined;
    throw new AwsError('NoApproval', `Execution ${id} is ${status}, and never came to an approval.`, 409);
  });
}

/** Waits until an execution is waiting before a stage. */
export function waitForInboundExecution(lab: Lab, id: string): Promise<boolean> {
  return waitFor(lab, `execution ${id} in front of a stage`, async () => {
    const { stageStates = [] } = await stateOf(lab);
    const isWaiting = stageStates.some(({ inboundExecutions = [], inboundExecution }) =>
      [...inboundExecutions, inboundExecution].some((each) => each?.pipelineExecutionId === id),
    );
    return isWaiting ? true : undefined;
  });
}

/** Approves or rejects an execution, waits until it has ended, and returns its status. */
export async function answerApproval(
  lab: Lab,
  id: string,
  status: 'Approved' | 'Rejected' = 'Approved',
): Promise<string> {
  const approval = await waitForApproval(lab, id);
  const summary = status === 'Approved' ? 'Looks right' : 'The heading is wrong, please change it';
  await lab.call('codepipeline', 'PutApprovalResult', {
    pipelineName: lab.names.pipeline,
    ...approval,
    result: { status, summary },
  });
  return waitForEnd(lab, id);
}
