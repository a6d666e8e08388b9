import {
  CodePipelineClient,
  CreatePipelineCommand,
  GetPipelineCommand,
  ListPipelinesCommand,
  StartPipelineExecutionCommand,
  TagResourceCommand,
  UpdatePipelineCommand,
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
  it('is limited to the pipeline', async () => {
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

  it('is limited to the stage and action of an approval', async () => {
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

  it('is limited by tags', async () => {
    await allow({
      Effect: 'Allow',
      Action: 'codepipeline:StartPipelineExecution',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/seat': 'seat-1' } },
    });
    const start = () => visitor.send(new StartPipelineExecutionCommand({ name }));
    await expect(start()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const tags = [{ key: 'seat', value: 'seat-1' }];
    await lab.pipelines.send(new TagResourceCommand({ resourceArn: arn, tags }));
    expect((await start()).pipelineExecutionId).toBeDefined();
  });

  it('may not create or change a pipeline with a role or a connection that it may not pass', async () => {
    const pipeline = realPipeline(lab, { name: 'mine' });
    const create = () => visitor.send(new CreatePipelineCommand({ pipeline }));
    const update = () => visitor.send(new UpdatePipelineCommand({ pipeline }));
    const all = { Effect: 'Allow', Action: 'codepipeline:*', Resource: '*' };
    const passRole = {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: lab.roleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'codepipeline.amazonaws.com' } },
    };
    const passConnection = {
      Effect: 'Allow',
      Action: 'codestar-connections:PassConnection',
      Resource: lab.connectionArn,
      Condition: {
        StringEquals: { 'codestar-connections:PassedToService': 'codepipeline.amazonaws.com' },
      },
    };
    await allow(all, passConnection);
    await expect(create()).rejects.toMatchObject(denied('iam:PassRole', lab.roleArn));
    await allow(all, passRole);
    await expect(create()).rejects.toMatchObject(
      denied('codestar-connections:PassConnection', lab.connectionArn),
    );
    await allow(all, passRole, passConnection);
    expect((await create()).pipeline?.version).toBe(1);
    expect((await update()).pipeline?.version).toBe(2);
    await allow(all, passRole);
    await expect(update()).rejects.toMatchObject(
      denied('codestar-connections:PassConnection', lab.connectionArn),
    );
  });
});
