import {
  CreatePipelineCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  type ListPipelineExecutionsCommandOutput,
  type PipelineExecutionSummary,
  PutApprovalResultCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { CreateConnectionCommand, ListConnectionsCommand } from '../../checker/account/connections-client.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { definition } from '../../scenarios/finished-lab/pipeline-definition.ts';
import { repository } from '../../scenarios/finished-lab/repository.ts';
import { policyDocument, rolePolicy } from '../../scenarios/finished-lab/role-policy.ts';
import type { Mortal } from './killed.ts';

/** All that was acknowledged so far. */
export interface Acknowledged {
  buckets: Set<string>;
  /** `key version` → body. */
  objects: Map<string, string>;
  deleted: Set<string>;
  roles: Set<string>;
  connections: Set<string>;
  executions: Set<string>;
  approved: Set<string>;
  /** Commits of `main`, oldest first. */
  pushes: string[];
}

export const nothing = (): Acknowledged => ({
  buckets: new Set(),
  objects: new Map(),
  deleted: new Set(),
  roles: new Set(),
  connections: new Set(),
  executions: new Set(),
  approved: new Set(),
  pushes: [],
});

const names = namesOf({ region: 'us-east-1', branch: 'main' }, '000000000000');
export const name = names.pipeline;
const Bucket = names.deployBucket;
const tag = () => Math.random().toString(36).slice(2, 10);

/** The lab up to its pipeline. */
export async function prepare(account: Mortal): Promise<void> {
  const { s3, iam, connections, pipelines } = account.clients;
  for (const Bucket of [names.deployBucket, names.artifactBucket]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  const { ConnectionArn = '' } = await connections.send(
    new CreateConnectionCommand({ ConnectionName: names.connection, ProviderType: 'GitHub' }),
  );
  await adminClient(account.exports).authorize({ name: names.connection });
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'codepipeline.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: names.role, AssumeRolePolicyDocument: policyDocument([trust]) }),
  );
  const PolicyDocument = policyDocument(rolePolicy(names, ConnectionArn));
  await iam.send(new PutRolePolicyCommand({ RoleName: names.role, PolicyName: 'lab', PolicyDocument }));
  await account.git('init', '--quiet', '--initial-branch=main');
  await push(account, nothing());
  const pipeline = definition(names, Role?.Arn ?? '', ConnectionArn);
  await pipelines.send(new CreatePipelineCommand({ pipeline }));
}

async function push(account: Mortal, done: Acknowledged): Promise<void> {
  await account.git('commit', '--quiet', '--allow-empty', '--message', tag());
  const commit = await account.git('rev-parse', 'HEAD');
  await account.git(
    'push',
    '--quiet',
    `${account.exports.LAB_GIT_URL}/${repository}.git`,
    'HEAD:refs/heads/main',
  );
  done.pushes.push(commit);
}

async function putAndDelete({ clients: { s3 } }: Mortal, done: Acknowledged): Promise<void> {
  const Key = `k${Math.floor(Math.random() * 5)}`;
  const body = tag().repeat(1 + Math.floor(Math.random() * 5000));
  const { VersionId = '' } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: body }));
  const id = `${Key} ${VersionId}`;
  done.objects.set(id, body);
  if (Math.random() > 0.3) return;
  // While the request is open, its result is unknown. After the answer, the object is deleted.
  done.objects.delete(id);
  await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  done.deleted.add(id);
}

async function createResources(
  { clients: { s3, iam, connections } }: Mortal,
  done: Acknowledged,
): Promise<void> {
  const made = `made-${tag()}`;
  await s3.send(new CreateBucketCommand({ Bucket: made }));
  done.buckets.add(made);
  const trust = policyDocument([
    { Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' },
  ]);
  await iam.send(new CreateRoleCommand({ RoleName: made, AssumeRolePolicyDocument: trust }));
  done.roles.add(made);
  if (done.connections.size > 40) return;
  const { ConnectionArn = '' } = await connections.send(
    new CreateConnectionCommand({ ConnectionName: made, ProviderType: 'GitHub' }),
  );
  done.connections.add(ConnectionArn);
}

async function startExecution({ clients: { pipelines } }: Mortal, done: Acknowledged): Promise<void> {
  const { pipelineExecutionId = '' } = await pipelines.send(new StartPipelineExecutionCommand({ name }));
  done.executions.add(pipelineExecutionId);
}

/** Responds to a waiting approval, if there is one. */
export async function approve({ clients: { pipelines } }: Mortal, done: Acknowledged): Promise<void> {
  const { stageStates = [] } = await pipelines.send(new GetPipelineStateCommand({ name }));
  const stage = stageStates.find(({ stageName }) => stageName === 'Approve');
  const token = stage?.actionStates?.[0]?.latestExecution?.token;
  if (token === undefined) return;
  await pipelines.send(
    new PutApprovalResultCommand({
      pipelineName: name,
      stageName: 'Approve',
      actionName: 'Approve',
      token,
      result: { status: 'Approved', summary: 'read' },
    }),
  );
  done.approved.add(stage?.latestExecution?.pipelineExecutionId ?? '');
}

/** Writes of every kind in parallel, each until its first error. */
export function writeUntilItFails(account: Mortal, done: Acknowledged): Promise<unknown[]> {
  const forever = async (write: (account: Mortal, done: Acknowledged) => Promise<void>) => {
    for (;;) await write(account, done);
  };
  const writers = [putAndDelete, putAndDelete, createResources, startExecution, approve, push].map(forever);
  return Promise.all(writers.map((writer) => writer.catch((error: unknown) => error)));
}

export async function allExecutions({ clients: { pipelines } }: Mortal): Promise<PipelineExecutionSummary[]> {
  const found: PipelineExecutionSummary[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListPipelineExecutionsCommandOutput = await pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: name, nextToken }),
    );
    found.push(...(page.pipelineExecutionSummaries ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

/** Checks that everything acknowledged exists, and that deleted objects do not. */
export async function compare(account: Mortal, done: Acknowledged): Promise<void> {
  const { s3, iam, connections } = account.clients;
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets.map(({ Name }) => Name)).toEqual(expect.arrayContaining([...done.buckets]));
  const { Roles = [] } = await iam.send(new ListRolesCommand({ MaxItems: 1000 }));
  expect(Roles.map(({ RoleName }) => RoleName)).toEqual(expect.arrayContaining([...done.roles]));
  const { Connections = [] } = await connections.send(new ListConnectionsCommand({ MaxResults: 100 }));
  expect(Connections.map((one) => one.ConnectionArn)).toEqual(expect.arrayContaining([...done.connections]));
  for (const [id, body] of done.objects) {
    const [Key = '', VersionId = ''] = id.split(' ');
    const read = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    expect(await read.Body?.transformToString(), id).toBe(body);
  }
  for (const id of done.deleted) {
    const [Key = '', VersionId = ''] = id.split(' ');
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key, VersionId })), id).rejects.toThrow();
  }
  const head = await account.git(
    'ls-remote',
    `${account.exports.LAB_GIT_URL}/${repository}.git`,
    'refs/heads/main',
  );
  const reachable = (await account.git('rev-list', head.slice(0, 40))).split('\n');
  expect(reachable).toEqual(expect.arrayContaining(done.pushes));
  const executions = await allExecutions(account);
  const ids = executions.map(({ pipelineExecutionId }) => pipelineExecutionId);
  expect(ids).toEqual(expect.arrayContaining([...done.executions, ...done.approved]));
  const pushed = executions.filter(({ trigger }) => trigger?.triggerType === 'WebhookV2');
  expect(pushed.length).toBeGreaterThanOrEqual(done.pushes.length);
}
