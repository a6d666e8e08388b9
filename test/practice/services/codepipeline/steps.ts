import {
  CreatePipelineCommand,
  GetPipelineStateCommand,
  type GetPipelineStateOutput,
  ListPipelineExecutionsCommand,
  type PipelineDeclaration,
  type PipelineExecutionSummary,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { labPipeline } from './declaration.ts';
import { buckets, type Lab } from './lab.ts';

export const name = 'codepipeline-s3-deploy-lab';

/** The lab's pipeline with the names that this account really has. */
export function realPipeline(lab: Lab, more: Partial<PipelineDeclaration> = {}): PipelineDeclaration {
  const declaration = labPipeline({
    roleArn: lab.roleArn,
    artifactStore: { type: 'S3', location: buckets.artifacts },
    ...more,
  });
  const [source, , deploy] = declaration.stages ?? [];
  Object.assign(source?.actions?.[0]?.configuration ?? {}, { ConnectionArn: lab.connectionArn });
  if (more.stages === undefined)
    Object.assign(deploy?.actions?.[0]?.configuration ?? {}, { BucketName: buckets.deploy });
  return declaration;
}

export async function createPipeline(lab: Lab, more: Partial<PipelineDeclaration> = {}): Promise<void> {
  await lab.pipelines.send(new CreatePipelineCommand({ pipeline: realPipeline(lab, more) }));
}

/** Reads again whenever a pipeline changes, until there is an answer. */
export async function until<T>(lab: Lab, ask: () => Promise<T | undefined>): Promise<T> {
  const { events } = lab.practice.emulator;
  for (;;) {
    let moved = () => {};
    const change = new Promise<void>((resolve) => {
      moved = resolve;
      events.once('pipeline-changed', resolve);
    });
    const answer = await ask();
    if (answer === undefined) await change;
    events.off('pipeline-changed', moved);
    if (answer !== undefined) return answer;
  }
}

export const stateOf = (lab: Lab) => lab.pipelines.send(new GetPipelineStateCommand({ name }));

export const actionIn = (state: GetPipelineStateOutput, stage: string) =>
  state.stageStates?.find(({ stageName }) => stageName === stage)?.actionStates?.[0]?.latestExecution;

/** Executions, newest first. */
export async function executionsOf(lab: Lab): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries = [] } = await lab.pipelines.send(
    new ListPipelineExecutionsCommand({ pipelineName: name }),
  );
  return pipelineExecutionSummaries;
}

/** The latest execution, after it has the status. */
export const newest = (lab: Lab, status: string) =>
  until(lab, async () =>
    (await executionsOf(lab)).find((each, index) => index === 0 && each.status === status),
  );

/** The token of the waiting approval. */
export const approvalToken = (lab: Lab) =>
  until(lab, async () => actionIn(await stateOf(lab), 'Approval')?.token);

export const answer = (lab: Lab, token: string, status: 'Approved' | 'Rejected' = 'Approved') =>
  lab.pipelines.send(
    new PutApprovalResultCommand({
      pipelineName: name,
      stageName: 'Approval',
      actionName: 'Approve',
      token,
      result: { status, summary: `${status} by the test` },
    }),
  );
