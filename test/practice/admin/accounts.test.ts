import { CodePipelineClient, ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  CreateConnectionCommand,
  connectionsClient,
  GetConnectionCommand,
  ListConnectionsCommand,
} from '../../../checker/account/connections-client.ts';
import { type AdminTestAccount, openAdminTestAccount } from './admin-test-account.ts';

const ours = '000000000000';
const theirs = '222222222222';
let admin: AdminTestAccount;
let exports: Record<string, string>;
const opened: { destroy(): void }[] = [];

function settings(keys?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
  const own = {
    accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
  };
  return {
    region: 'us-east-1',
    endpoint: exports.AWS_ENDPOINT_URL ?? '',
    maxAttempts: 1,
    credentials: keys ?? own,
  };
}

function open<C extends { destroy(): void }>(client: C): C {
  opened.push(client);
  return client;
}

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

beforeAll(async () => {
  admin = await openAdminTestAccount();
  const answer = await admin.api.createAccount({ accountId: theirs });
  expect(answer.accountId).toBe(theirs);
  exports = answer.exports as Record<string, string>;
});
afterAll(async () => {
  for (const client of opened) client.destroy();
  await admin.close();
});

it('creates an account with its learner, and returns the same one again', async () => {
  expect(Object.keys(exports)).toEqual(Object.keys(admin.practice.exports));
  const sts = open(new STSClient(settings()));
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: theirs,
    Arn: `arn:aws:iam::${theirs}:user/learner`,
  });
  expect((await admin.api.createAccount({ accountId: theirs })).exports).toEqual(exports);
  expect(await admin.api.accounts()).toEqual({
    accounts: [
      { accountId: ours, exports: admin.practice.exports },
      { accountId: theirs, exports },
    ],
  });
});

it('keeps roles, pipelines, buckets and connections separate', async () => {
  const trust = policy({ Effect: 'Allow', Principal: { AWS: ours }, Action: 'sts:AssumeRole' });
  const make = new CreateRoleCommand({ RoleName: 'same-name', AssumeRolePolicyDocument: trust });
  const iam = open(new IAMClient(settings()));
  await admin.clients.iam.send(make);
  expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  await iam.send(make);
  const arns = await Promise.all(
    [admin.clients.iam, iam].map(async (client) => {
      const { Role } = await client.send(new GetRoleCommand({ RoleName: 'same-name' }));
      return Role?.Arn;
    }),
  );
  expect(arns).toEqual([`arn:aws:iam::${ours}:role/same-name`, `arn:aws:iam::${theirs}:role/same-name`]);
  await admin.clients.s3.send(new CreateBucketCommand({ Bucket: 'taken-by-us' }));
  const s3 = open(new S3Client({ ...settings(), forcePathStyle: true }));
  expect((await s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  await expect(s3.send(new CreateBucketCommand({ Bucket: 'taken-by-us' }))).rejects.toMatchObject({
    name: 'BucketAlreadyExists',
  });
  const pipelines = open(new CodePipelineClient(settings()));
  expect((await pipelines.send(new ListPipelinesCommand({}))).pipelines).toEqual([]);
});

it("completes the handshake in the account of the request's token", async () => {
  const connections = open(connectionsClient(settings()));
  const input = { ConnectionName: 'github', ProviderType: 'GitHub' } as const;
  const { ConnectionArn } = await connections.send(new CreateConnectionCommand(input));
  const { ConnectionArn: other } = await admin.clients.connections.send(new CreateConnectionCommand(input));
  expect((await connections.send(new ListConnectionsCommand({}))).Connections).toHaveLength(1);
  const done = await admin.send('POST', 'authorize', { name: 'github' }, exports.LAB_PRACTICE_TOKEN);
  expect(done.status).toBe(200);
  const status = async (client: typeof connections, arn: string | undefined) =>
    (await client.send(new GetConnectionCommand({ ConnectionArn: arn }))).Connection?.ConnectionStatus;
  expect(await status(connections, ConnectionArn)).toBe('AVAILABLE');
  expect(await status(admin.clients.connections, other)).toBe('PENDING');
});

it('allows one account to assume a role of another that trusts it, and no other', async () => {
  const iam = open(new IAMClient(settings()));
  const trusting = policy({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ours}:root` },
    Action: 'sts:AssumeRole',
  });
  const closed = policy({ Effect: 'Allow', Principal: { AWS: theirs }, Action: 'sts:AssumeRole' });
  await iam.send(new CreateRoleCommand({ RoleName: 'guest', AssumeRolePolicyDocument: trusting }));
  await iam.send(new CreateRoleCommand({ RoleName: 'inner', AssumeRolePolicyDocument: closed }));
  const assume = (name: string) =>
    admin.clients.sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${theirs}:role/${name}`, RoleSessionName: 'visit' }),
    );
  await expect(assume('inner')).rejects.toMatchObject({ name: 'AccessDenied' });
  const { Credentials } = await assume('guest');
  const guest = open(
    new STSClient(
      settings({
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      }),
    ),
  );
  expect((await guest.send(new GetCallerIdentityCommand({}))).Arn).toBe(
    `arn:aws:sts::${theirs}:assumed-role/guest/visit`,
  );
});

it('gives another account access to a bucket by its policy alone', async () => {
  const Bucket = 'shared-with-them';
  await admin.clients.s3.send(new CreateBucketCommand({ Bucket }));
  await admin.clients.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'for you' }));
  const s3 = open(new S3Client({ ...settings(), forcePathStyle: true }));
  const read = () => s3.send(new GetObjectCommand({ Bucket, Key: 'k' }));
  await expect(read()).rejects.toMatchObject({ name: 'AccessDenied' });
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${theirs}:root` },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  };
  await admin.clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(statement) }));
  expect(await (await read()).Body?.transformToString()).toBe('for you');
});

it('accepts a git password of any account', async () => {
  const url = exports.LAB_GIT_URL?.replace(/\/\/([^@]+)@/, '//') ?? '';
  const [, credentials = ''] = /\/\/([^@]+)@/.exec(exports.LAB_GIT_URL ?? '') ?? [];
  const ask = (basic: string) =>
    fetch(`${url}/a/b.git/info/refs?service=git-upload-pack`, {
      headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
    });
  expect((await ask(credentials)).status).toBe(404);
  expect((await ask('learner:wrong')).status).toBe(401);
});

it.each([{}, { accountId: 222222222222 }, { accountId: '1234' }, { accountId: theirs, name: 'x' }])(
  'rejects %j',
  async (body) => {
    const { status, json } = await admin.send('POST', 'accounts', body);
    expect(status).toBe(400);
    expect(json.error).toMatch(/expected twelve digits in quotes|"name" is not known/);
  },
);
