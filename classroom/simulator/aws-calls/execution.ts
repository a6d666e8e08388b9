import {
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import type { LearnerSession } from '../learner-session.ts';

async function executions({ pipelines, names }: LearnerSession): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries = [] } = await pipelines.send(
    new ListPipelineExecutionsCommand({ pipelineName: names.pipeline }),
  );
  return pipelineExecutionSummaries;
}

const isOver = (status: string | undefined) => status !== 'InProgress' && status !== 'Stopping';

/** Waits for the end of the pipeline's newest execution. Answers its status. */
export const waitForExecutionEnd = (learner: LearnerSession) =>
  learner.waitFor('the end of an execution', async () => {
    const [newest] = await executions(learner);
    return newest !== undefined && isOver(newest.status) ? newest.status : undefined;
  });

/** Waits for an execution of this commit. Answers the id of the newest one. */
export const executionOfCommit = (learner: LearnerSession, commit: string) =>
  learner.waitFor('an execution of the push', async () => {
    const found = (await executions(learner)).find(({ sourceRevisions }) =>
      sourceRevisions?.some(({ revisionId }) => revisionId === commit),
    );
    return found?.pipelineExecutionId;
  });

/** The pending approval with its token and execution id; undefined if none is pending. */
export async function pendingApproval({
  pipelines,
  names,
}: LearnerSession): Promise<{ token: string; id: string } | undefined> {
  const { stageStates = [] } = await pipelines.send(new GetPipelineStateCommand({ name: names.pipeline }));
  const stage = stageStates.find(({ stageName }) => stageName === 'Approve');
  const { status, token } = stage?.actionStates?.[0]?.latestExecution ?? {};
  return status === 'InProgress' && token !== undefined
    ? { token, id: stage?.latestExecution?.pipelineExecutionId ?? '' }
    : undefined;
}

/**
 * Approves every pending approval until this execution ends: an older execution in the approval stage blocks
 * it. Answers the execution's status.
 */
export function approve(learner: LearnerSession, pipelineExecutionId: string): Promise<string> {
  const { pipelines, names } = learner;
  const approvedTokens = new Set<string>();
  return learner.waitFor(`the end of execution ${pipelineExecutionId}`, async () => {
    const approval = await pendingApproval(learner);
    if (approval !== undefined && !approvedTokens.has(approval.token)) {
      approvedTokens.add(approval.token);
      await pipelines.send(
        new PutApprovalResultCommand({
          pipelineName: names.pipeline,
          stageName: 'Approve',
          actionName: 'Approve',
          token: approval.token,
          result: { status: 'Approved', summary: 'I have read the commit' },
        }),
      );
    }
    const { pipelineExecution } = await pipelines.send(
      new GetPipelineExecutionCommand({ pipelineName: names.pipeline, pipelineExecutionId }),
    );
    return isOver(pipelineExecution?.status) ? (pipelineExecution?.status ?? '') : undefined;
  });
}
