import {
  GetPipelineCommand,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buckets, type Lab, openLab } from './lab.ts';
import {
  actionIn,
  answer,
  approvalToken,
  createPipeline,
  executionsOf,
  name,
  newest,
  stateOf,
} from './steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const files = { 'index.html': '<h1>one</h1>', 'css/site.css': 'h1 { color: teal }' };
const learner = 'arn:aws:iam::000000000000:user/learner';

describe('the whole pipeline', () => {
  it('takes a push through source and approval to the deployed object', async () => {
    lab.available();
    const commit = await lab.push(files, 'First page');
    await createPipeline(lab);
    const first = await newest(lab, 'InProgress');
    expect(first.trigger).toEqual({ triggerType: 'CreatePipeline', triggerDetail: learner });
    await answer(lab, await approvalToken(lab));
    await newest(lab, 'Succeeded');

    const pushed = await lab.push({ 'index.html': '<h1>two</h1>' }, 'Second page\n\nwith a body');
    const token = await approvalToken(lab);
    const waiting = await stateOf(lab);
    expect(actionIn(waiting, 'Source')).toMatchObject({
      status: 'Succeeded',
      externalExecutionId: pushed,
      summary: JSON.stringify({ ProviderType: 'GitHub', CommitMessage: 'Second page\n\nwith a body' }),
    });
    expect(actionIn(waiting, 'Deploy')?.status).toBe('Succeeded');
    expect(await deployed('index.html')).toBe('<h1>one</h1>');
    const { approvedAt } = await answer(lab, token);
    expect(approvedAt).toBeInstanceOf(Date);
    const done = await newest(lab, 'Succeeded');
    expect(done).toMatchObject({
      trigger: { triggerType: 'WebhookV2' },
      sourceRevisions: [{ actionName: 'Source', revisionId: pushed }],
      executionMode: 'SUPERSEDED',
    });
    expect(await deployed('index.html')).toBe('<h1>two</h1>');
    expect(await deployed('css/site.css')).toBe('h1 { color: teal }');
    expect((await executionsOf(lab)).map(({ sourceRevisions }) => sourceRevisions?.[0]?.revisionId)).toEqual([
      pushed,
      commit,
    ]);
    await expectHistory(done.pipelineExecutionId ?? '', pushed);
  });

  async function expectHistory(pipelineExecutionId: string, commit: string): Promise<void> {
    const { actionExecutionDetails = [] } = await lab.pipelines.send(
      new ListActionExecutionsCommand({ pipelineName: name, filter: { pipelineExecutionId } }),
    );
    const [deploy, approve, source] = actionExecutionDetails;
    expect([deploy, approve, source].map((row) => row?.actionName)).toEqual(['Deploy', 'Approve', 'Source']);
    expect(approve).toMatchObject({ status: 'Succeeded', updatedBy: learner });
    expect(source?.output?.outputVariables).toMatchObject({
      CommitId: commit,
      BranchName: 'main',
      FullRepositoryName: 'octo/site',
      ProviderType: 'GitHub',
      ConnectionArn: lab.connectionArn,
      AuthorDisplayName: 'Ada',
    });
    const artifactLocation = source?.output?.outputArtifacts?.[0]?.s3location;
    expect(artifactLocation?.key).toMatch(/^codepipeline-s3-depl\/SourceArti\/[A-Za-z0-9]{7}$/);
    expect(deploy?.input?.inputArtifacts?.[0]?.s3location).toEqual(artifactLocation);
    expect(deploy?.input?.resolvedConfiguration).toEqual({ BucketName: buckets.deploy, Extract: 'true' });
    const object = await lab.s3.send(
      new GetObjectCommand({ Bucket: buckets.artifacts, Key: artifactLocation?.key }),
    );
    expect(object.ServerSideEncryption).toBe('aws:kms');
    const archive = unzipSync((await object.Body?.transformToByteArray()) ?? new Uint8Array());
    expect(strFromU8(archive['index.html'] ?? new Uint8Array())).toBe('<h1>two</h1>');
    const { pipelineExecution } = await lab.pipelines.send(
      new GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId }),
    );
    expect(pipelineExecution?.artifactRevisions).toMatchObject([
      { name: 'SourceArtifact', revisionId: commit },
    ]);
  }

  async function deployed(key: string): Promise<string | undefined> {
    const { Body } = await lab.s3.send(new GetObjectCommand({ Bucket: buckets.deploy, Key: key }));
    return Body?.transformToString();
  }
});

describe('a pipeline that was created while its connection is pending', () => {
  it('fails at its source, and does not start when the connection becomes available', async () => {
    await lab.push(files, 'First page');
    await createPipeline(lab);
    const failed = await newest(lab, 'Failed');
    expect(actionIn(await stateOf(lab), 'Source')?.errorDetails).toEqual({
      code: 'ConfigurationError',
      message: `Connection ${lab.connectionArn} is not available`,
    });
    await lab.push({ 'index.html': 'x' }, 'Nobody listens');
    lab.available();
    expect((await executionsOf(lab)).map(({ pipelineExecutionId }) => pipelineExecutionId)).toEqual([
      failed.pipelineExecutionId,
    ]);
    await lab.push({ 'index.html': 'y' }, 'Now somebody does');
    await approvalToken(lab);
    expect(await executionsOf(lab)).toHaveLength(2);
  });
});

describe('a rejected approval', () => {
  it('fails the execution, and leaves the deployed objects unchanged', async () => {
    lab.available();
    await lab.push(files, 'First page');
    await createPipeline(lab);
    const token = await approvalToken(lab);
    await expect(answer(lab, '00000000-0000-0000-0000-000000000000')).rejects.toMatchObject({
      name: 'InvalidApprovalTokenException',
    });
    await answer(lab, token, 'Rejected');
    await newest(lab, 'Failed');
    const state = await stateOf(lab);
    expect(actionIn(state, 'Approval')).toMatchObject({
      status: 'Failed',
      summary: 'Rejected by the test',
      lastUpdatedBy: learner,
    });
    expect(actionIn(state, 'Deploy')).toBeUndefined();
    await expect(answer(lab, token)).rejects.toMatchObject({
      name: 'ApprovalAlreadyCompletedException',
      message: 'The approval request that you responded to is already complete or has expired.',
    });
    expect((await lab.s3.send(new ListObjectsV2Command({ Bucket: buckets.deploy }))).KeyCount).toBe(0);
  });

  it('has the same result as no response for seven days', async () => {
    lab.available();
    await lab.push(files, 'First page');
    await createPipeline(lab);
    const token = await approvalToken(lab);
    lab.practice.emulator.clock.shiftOffset(7 * 24 * 3600_000);
    lab.pipelines.config.systemClockOffset = 7 * 24 * 3600_000;
    const state = await stateOf(lab);
    expect(state.stageStates?.[1]?.latestExecution?.status).toBe('Failed');
    expect(actionIn(state, 'Approval')?.token).toBeUndefined();
    await expect(answer(lab, token)).rejects.toMatchObject({ name: 'ApprovalAlreadyCompletedException' });
  });
});

describe('the metadata', () => {
  it('are returned with the definition', async () => {
    await lab.push(files, 'First page');
    await createPipeline(lab);
    const { pipeline, metadata } = await lab.pipelines.send(new GetPipelineCommand({ name }));
    expect(metadata?.pipelineArn).toBe(`arn:aws:codepipeline:us-east-1:000000000000:${name}`);
    expect(metadata?.created).toBeInstanceOf(Date);
    expect(pipeline).toMatchObject({ version: 1, pipelineType: 'V2', executionMode: 'SUPERSEDED' });
    await newest(lab, 'Failed');
  });
});
