import { DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  PutUserPermissionsBoundaryCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plan, plansText, type TeardownOptions, teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { userWith } from '../../kit/user-with.ts';
import { addNeighbor, roleArnOf } from './neighbor.ts';
import {
  consolePolicyArn,
  consoleRole,
  consoleRoleArn,
  labsInStyles,
  type Style,
  trustOf,
} from './styles.ts';
import {
  everything,
  labConnection,
  labTag,
  makeConnection,
  makePipeline,
  makeRole,
  openTeardownSession,
  tapped,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

const ownRole = (lab: LabAccount, style: Style) =>
  style === 'console' || style === 'wizard' ? consoleRole(lab) : lab.names.role;
const ownRoleArn = (lab: LabAccount, style: Style) =>
  style === 'console' || style === 'wizard' ? consoleRoleArn(lab) : roleArnOf(lab);

/** Tears the lab down and expects that this stays for this reason, unchanged, and that a second run says the same. */
async function expectKept(
  lab: LabAccount,
  { kind, id, why }: { kind: string; id: string; why: string },
  change: (options: TeardownOptions) => TeardownOptions = (options) => options,
) {
  const session = openTeardownSession(lab.practice);
  const options = change(session.options);
  const name = id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);
  const records = () => [...everything(lab)].filter(([key]) => key.includes(name));
  const before = records();
  expect(before.length).toBeGreaterThan(0);
  const result = await teardown(options);
  const line = { resource: { kind, id }, why, review: 'none' };
  expect(result.plan?.kept.filter(({ resource }) => resource.id === id)).toMatchObject([line]);
  expect([result.exit, result.verification?.verified]).toEqual([0, true]);
  expect(result.plan?.toDelete.map((one) => one.kind)).toContain('pipeline');
  expect(records()).toEqual(before);
  const second = await teardown(options);
  expect([second.state, second.exit]).toEqual(['nothing', 0]);
  expect(second.plan?.kept.filter(({ resource }) => resource.id === id)).toMatchObject([line]);
  expect(records()).toEqual(before);
  session.close();
}

/** A pipeline in eu-west-1 that uses these resources, and creates the others that it needs. */
async function pipelineInIreland(lab: LabAccount, shares: Partial<Parameters<typeof makePipeline>[1]>) {
  const clients = clientsOf(lab.practice, 'eu-west-1');
  const ireland = { ...lab, clients };
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  for (const Bucket of ['irish-artifacts', 'irish-site'])
    await clients.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await makePipeline(ireland, {
    name: 'irish',
    artifactBucket: 'irish-artifacts',
    deployBucket: 'irish-site',
    roleArn: shares.roleArn ?? (await makeRole(ireland, 'irish')),
    connectionArn: shares.connectionArn ?? (await makeConnection(ireland, 'irish')),
    ...shares,
  });
  clients.destroy();
}

describe('a resource that a pipeline in eu-west-1 uses', () => {
  it.each(['cli', 'console', 'terraform'] as const)('stays: the role (%s)', async (style) => {
    const lab = await built.open(style);
    const roleArn = ownRoleArn(lab, style);
    await pipelineInIreland(lab, { roleArn });
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const [kept] = result.plan?.kept.filter(({ resource }) => resource.id === roleArn) ?? [];
    // The practice account also notes where the role was last used.
    expect(kept?.why).toMatch(/^also used by pipeline irish in eu-west-1/);
    expect([kept?.review, result.exit]).toEqual(['none', 0]);
    const stays = result.plan?.kept.map(({ resource, review }) => [resource.kind, review]);
    expect(stays?.filter(([kind]) => kind !== 'artifact-bucket')).toEqual([
      ['role', 'none'],
      ...(style === 'console' ? [['policy', 'none']] : []),
    ]);
    const iam = [...everything(lab).keys()].filter((key) => key.startsWith('iam/'));
    expect(iam).toHaveLength(style === 'console' ? 2 : 1);
    session.close();
  });

  it.each(['cli', 'wizard'] as const)('stays: the deploy bucket (%s)', async (style) => {
    const lab = await built.open(style);
    await pipelineInIreland(lab, { deployBucket: lab.names.deployBucket });
    const why = 'also used by pipeline irish in eu-west-1';
    await expectKept(lab, { kind: 'deploy-bucket', id: lab.names.deployBucket, why });
  });

  it.each(['codeconnections:ListConnections', 'codepipeline:GetPipeline'])(
    'stays, also where %s is not allowed for something else in that region',
    async (Action) => {
      const lab = await built.open('cli');
      await pipelineInIreland(lab, { deployBucket: lab.names.deployBucket });
      const other = 'arn:aws:codepipeline:eu-west-1:*:aaa';
      const ireland = { ...lab, clients: clientsOf(lab.practice, 'eu-west-1') };
      await makePipeline(ireland, {
        name: 'aaa',
        artifactBucket: 'irish-artifacts',
        deployBucket: 'irish-site',
        roleArn: await makeRole(ireland, 'aaa'),
        connectionArn: await makeConnection(ireland, 'aaa'),
      });
      ireland.clients.destroy();
      const credentials = await userWith(lab, 'reader', [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        {
          Effect: 'Deny',
          Action,
          Resource: Action.includes('Pipeline') ? other : '*',
          Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
        },
      ]);
      const session = openTeardownSession(lab.practice, { credentials });
      const found = await plan(session.options);
      expect(found.kept.map(({ resource, why }) => [resource.id, why])).toContainEqual([
        lab.names.deployBucket,
        'also used by pipeline irish in eu-west-1',
      ]);
      expect(found.limits.map(({ region }) => region)).toEqual(['eu-west-1']);
      session.close();
    },
  );

  it('stays: the artifact bucket', async () => {
    const lab = await built.open('cli');
    const Bucket = lab.names.artifactBucket;
    await pipelineInIreland(lab, { artifactBucket: Bucket });
    await lab.clients.s3.send(new PutObjectCommand({ Bucket, Key: 'irish/Source/abc', Body: 'theirs' }));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept).toMatchObject([
      { resource: { id: Bucket }, why: 'also used by pipeline irish in eu-west-1', review: 'none' },
    ]);
    expect([result.exit, result.verification?.verified]).toEqual([0, true]);
    // The lab's artifacts go from it, and nothing else.
    const records = [...everything(lab)].filter(([key]) => key.includes(Bucket));
    expect(records.map(([, value]) => JSON.parse(value).key)).toEqual([undefined, 'irish/Source/abc']);
    session.close();
  });

  it.each(['cli', 'console'] as const)('stays: the connection (%s)', async (style) => {
    const lab = await built.open(style);
    const id = await labConnection(lab);
    await pipelineInIreland(lab, { connectionArn: id });
    await expectKept(lab, { kind: 'connection', id, why: 'also used by pipeline irish in eu-west-1' });
  });
});

describe('a deploy bucket whose other user is gone by the next run', () => {
  it('is deleted then: what the lab deployed into it was written down', async () => {
    const lab = await built.open('cli');
    await pipelineInIreland(lab, { deployBucket: lab.names.deployBucket });
    const session = openTeardownSession(lab.practice);
    await teardown(session.options);
    const { pipelines, destroy } = clientsOf(lab.practice, 'eu-west-1');
    await pipelines.send(new DeletePipelineCommand({ name: 'irish' }));
    destroy();
    const result = await teardown(session.options);
    expect(result.done?.map(({ resource, state }) => [resource.id, state])).toEqual([
      [lab.names.deployBucket, 'deleted'],
    ]);
    expect(result.exit).toBe(0);
    session.close();
  });
});

describe.each(['cli', 'console'] as const)('a role that others can assume (%s)', (style) => {
  it.each([
    [
      'a service',
      { Service: ['codepipeline.amazonaws.com', 'lambda.amazonaws.com'] },
      'lambda.amazonaws.com',
    ],
    ['another account', { AWS: 'arn:aws:iam::999999999999:root' }, 'account 999999999999'],
    [
      'an identity provider',
      { Federated: 'arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com' },
      'identity provider token.actions.githubusercontent.com',
    ],
  ])('stays: %s', async (_name, principal, user) => {
    const lab = await built.open(style);
    await lab.clients.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: ownRole(lab, style),
        PolicyDocument: trustOf(principal),
      }),
    );
    const why = `also used by ${user}, by its trust policy`;
    await expectKept(lab, { kind: 'role', id: ownRoleArn(lab, style), why });
  });
});

describe('what only a policy says is in use', () => {
  async function planOfRole(lab: LabAccount) {
    const { options, close } = openTeardownSession(lab.practice);
    const { plan, exit } = await teardown({ ...options, dryRun: true });
    close();
    const kept = plan?.kept.find(({ resource }) => resource.id === roleArnOf(lab));
    return { kept, exit, text: plan === undefined ? '' : plansText([plan], undefined, { width: 80 }) };
  }

  it('is printed with the commands that decide about it, and what a pipeline uses is not', async () => {
    const lab = await built.open('cli');
    await lab.clients.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: lab.names.role,
        PolicyDocument: trustOf({ Service: 'lambda.amazonaws.com' }),
      }),
    );
    const { kept, exit, text } = await planOfRole(lab);
    expect([kept?.review, kept?.isAdoptable, exit]).toEqual(['none', true, 0]);
    expect(text).toContain(`       npx lab teardown --adopt ${roleArnOf(lab)}\n`);
    await addNeighbor(lab, { roleArn: roleArnOf(lab) });
    const shared = await planOfRole(lab);
    expect([shared.kept?.review, shared.kept?.isAdoptable]).toEqual(['none', undefined]);
    expect(shared.text).not.toContain('--adopt');
  });
});

/** Clients that add this to the answers of an operation about the role. */
const answering =
  (lab: LabAccount, style: Style, wanted: string, more: (answer: object) => object) =>
  (options: TeardownOptions): TeardownOptions => ({
    ...options,
    clients: tapped(options.clients, async (operation, send) => {
      const answer = (await send()) as { Role?: { RoleName?: string } };
      const isOwn = answer.Role === undefined || answer.Role.RoleName === ownRole(lab, style);
      return operation === wanted && isOwn ? more(answer) : answer;
    }),
  });

describe.each(['terraform', 'wizard'] as const)(
  'a role in use by what shows in no pipeline (%s)',
  (style) => {
    it('stays: an instance profile contains it', async () => {
      const lab = await built.open(style);
      const profiles = { InstanceProfiles: [{ InstanceProfileName: 'web' }], IsTruncated: false };
      const why = 'also used by instance profile web';
      const change = answering(lab, style, 'ListInstanceProfilesForRole', () => profiles);
      await expectKept(lab, { kind: 'role', id: ownRoleArn(lab, style), why }, change);
    });

    it('stays: it was last used in another region', async () => {
      const lab = await built.open(style);
      const RoleLastUsed = { LastUsedDate: new Date('2026-10-01T12:00:00Z'), Region: 'eu-west-1' };
      const change = answering(lab, style, 'GetRole', (answer) => ({
        ...answer,
        Role: { ...(answer as { Role: object }).Role, RoleLastUsed },
      }));
      const why = 'also used by something in eu-west-1, last on 2026-10-01';
      await expectKept(lab, { kind: 'role', id: ownRoleArn(lab, style), why }, change);
    });
  },
);

describe('a managed policy', () => {
  it.each(['cli', 'console'] as const)('stays as the boundary of a user (%s)', async (style) => {
    const lab = await built.open(style);
    const { iam } = lab.clients;
    let arn = consolePolicyArn(lab);
    if (style === 'cli') {
      const PolicyDocument = policyDocument([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]);
      const { Policy } = await iam.send(
        new CreatePolicyCommand({ PolicyName: lab.names.policy, PolicyDocument, Tags: [labTag] }),
      );
      arn = Policy?.Arn ?? '';
      await iam.send(new AttachRolePolicyCommand({ RoleName: lab.names.role, PolicyArn: arn }));
    }
    await iam.send(new CreateUserCommand({ UserName: 'intern' }));
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'intern', PermissionsBoundary: arn }));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept.filter(({ resource }) => resource.id === arn)).toMatchObject([
      { why: 'also used by user intern', review: 'none' },
    ]);
    expect([result.exit, [...everything(lab).keys()].filter((key) => key.startsWith('iam/'))]).toEqual([
      0,
      [expect.stringMatching(/^iam\/policies/)],
    ]);
    session.close();
  });
});

describe('a bucket whose policy lets others in', () => {
  it.each([
    ['another account', { AWS: 'arn:aws:iam::999999999999:root' }, 'account 999999999999'],
    [
      'a role of another account',
      { AWS: 'arn:aws:iam::999999999999:role/reader' },
      'arn:aws:iam::999999999999:role/reader',
    ],
    ['a service', { Service: 'cloudfront.amazonaws.com' }, 'cloudfront.amazonaws.com'],
  ])('stays: %s', async (_name, Principal, user) => {
    const lab = await built.open('cli');
    const Bucket = lab.names.deployBucket;
    const statement = {
      Effect: 'Allow',
      Principal,
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    await lab.clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyDocument([statement]) }));
    await expectKept(lab, {
      kind: 'deploy-bucket',
      id: Bucket,
      why: `also used by ${user}, by its bucket policy`,
    });
  });
});
