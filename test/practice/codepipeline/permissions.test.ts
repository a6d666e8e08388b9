import {
  CodePipelineClient,
  CreatePipelineCommand,
  GetPipelineCommand,
  ListPipelinesCommand,
  StartPipelineExecutionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, openLab, statement } from './lab.ts';
import { answer, approvalToken, createPipeline, name, realPipeline } from './steps.ts';

let lab: Lab;
let visitor: CodePipelineClient;
const arn = `arn:aws:codepipeline:us-east-1:000000000000:${name}`;

beforeAll(async () => {
  lab = await openLab();
  lab.available();
  await lab.push({ 'index.html': 'x' }, 'First');
  await createPipeline(lab);
  await lab.iam.send(new CreateUserCommand({ UserName: 'visitor' }));
  const { AccessKey } = await lab.iam.send(new CreateAccessKeyCommand({ UserName: 'visitor' }));
  visitor = new CodePipelineClient({
    endpoint: lab.practice.endpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    },
  });
});
afterAll(async () => {
  visitor.destroy();
  await lab.close();
});

const allow = (...statements: object[]) =>
  lab.iam.send(
    new PutUserPolicyCommand({
      UserName: 'visitor',
      PolicyName: 'p',
      PolicyDocument: statement(...statements),
    }),
  );

const denied = (action: string, resource: string) => ({
  name: 'AccessDeniedException',
  message: `User: arn:aws:iam::000000000000:user/visitor is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
});

describe('a caller with policies', () => {
  it('is held to the pipeline', async () => {
    await allow({ Effect: 'Allow', Action: 'codepipeline:GetPipeline', Resource: `${arn}-other` });
    await expect(visitor.send(new GetPipelineCommand({ name }))).rejects.toMatchObject(
      denied('codepipeline:GetPipeline', arn),
    );
    await allow({ Effect: 'Allow', Action: 'codepipeline:GetPipeline', Resource: arn });
    expect((await visitor.send(new GetPipelineCommand({ name }))).pipeline?.name).toBe(name);
    await expect(visitor.send(new ListPipelinesCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('is held to the stage and action of an approval', async () => {
    const token = await approvalToken(lab);
    await allow({ Effect: 'Allow', Action: 'codepipeline:PutApprovalResult', Resource: `${arn}/Other/*` });
    await expect(answer({ ...lab, pipelines: visitor }, token)).rejects.toMatchObject(
      denied('codepipeline:PutApprovalResult', `${arn}/Approval/Approve`),
    );
    await allow({
      Effect: 'Allow',
      Action: 'codepipeline:PutApprovalResult',
      Resource: `${arn}/Approval/Approve`,
    });
    expect((await answer({ ...lab, pipelines: visitor }, token)).approvedAt).toBeInstanceOf(Date);
  });

  it('is held to tags', async () => {
    await allow({
      ...{ Effect: 'Allow', Action: 'codepipeline:StartPipelineExecution', Resource: '*' },
      Condition: { StringEquals: { 'aws:ResourceTag/seat': 'seat-1' } },
    });
    const start = () => visitor.send(new StartPipelineExecutionCommand({ name }));
    await expect(start()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const tags = [{ key: 'seat', value: 'seat-1' }];
    await lab.pipelines.send(new TagResourceCommand({ resourceArn: arn, tags }));
    expect((await start()).pipelineExecutionId).toBeDefined();
  });

  it('may not make a pipeline with a role that it may not pass', async () => {
    const create = () =>
      visitor.send(new CreatePipelineCommand({ pipeline: realPipeline(lab, { name: 'mine' }) }));
    await allow({ Effect: 'Allow', Action: 'codepipeline:*', Resource: '*' });
    await expect(create()).rejects.toMatchObject(denied('iam:PassRole', lab.roleArn));
    const pass = { Effect: 'Allow', Action: 'iam:PassRole', Resource: lab.roleArn };
    const toPipelines = { StringEquals: { 'iam:PassedToService': 'codepipeline.amazonaws.com' } };
    await allow(
      { Effect: 'Allow', Action: 'codepipeline:*', Resource: '*' },
      { ...pass, Condition: toPipelines },
    );
    expect((await create()).pipeline?.version).toBe(1);
  });
});
