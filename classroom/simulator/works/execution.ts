import {
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import type { Desk } from '../desk.ts';

async function executions({ pipelines, names }: Desk): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries = [] } = await pipelines.send(
    new ListPipelineExecutionsCommand({ pipelineName: names.pipeline }),
  );
  return pipelineExecutionSummaries;
}

const isOver = (status: string | undefined) => status !== 'InProgress' && status !== 'Stopping';

/** Waits for the end of the pipeline's newest execution; answers how it ended. */
export const ended = (desk: Desk) =>
  desk.until('the end of an execution', async () => {
    const [newest] = await executions(desk);
    return newest !== undefined && isOver(newest.status) ? newest.status : undefined;
  });

/** The newest execution that carries a commit. */
export const executionOf = (desk: Desk, commit: string) =>
  desk.until('an execution of the push', async () => {
    const found = (await executions(desk)).find(({ sourceRevisions }) =>
      sourceRevisions?.some(({ revisionId }) => revisionId === commit),
    );
    return found?.pipelineExecutionId;
  });

/** The question that waits at the gate, whichever execution asks it. */
export async function questionOf({
  pipelines,
  names,
}: Desk): Promise<{ token: string; id: string } | undefined> {
  const { stageStates = [] } = await pipelines.send(new GetPipelineStateCommand({ name: names.pipeline }));
  const stage = stageStates.find(({ stageName }) => stageName === 'Approve');
  const { status, token } = stage?.actionStates?.[0]?.latestExecution ?? {};
  return status === 'InProgress' && token !== undefined
    ? { token, id: stage?.latestExecution?.pipelineExecutionId ?? '' }
    : undefined;
}

/**
 * Approves what asks at the gate until this execution is over: an older one that holds the gate comes first. Answers
 * how it ended.
 */
export function approve(desk: Desk, pipelineExecutionId: string): Promise<string> {
  const { pipelines, names } = desk;
  const answered = new Set<string>();
  return desk.until(`the end of execution ${pipelineExecutionId}`, async () => {
    const question = await questionOf(desk);
    if (question !== undefined && !answered.has(question.token)) {
      answered.add(question.token);
      await pipelines.send(
        new PutApprovalResultCommand({
          ...{ pipelineName: names.pipeline, stageName: 'Approve', actionName: 'Approve' },
          token: question.token,
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
