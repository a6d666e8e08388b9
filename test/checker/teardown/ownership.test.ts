import {
  DeletePipelineCommand,
  UntagResourceCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam';
import { DeleteBucketTaggingCommand, PutBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plan, plansText, teardown } from '../../../checker/teardown/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import {
  everything,
  labConnection,
  labTag,
  makeBucket,
  makeConnection,
  makePipeline,
  makeRole,
  openTeardownSession,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

const roleArnOf = ({ practice, names }: LabAccount) =>
  `arn:aws:iam::${practice.accountId}:role/${names.role}`;

/** What else a neighbour's pipeline needs, when it shares one thing with the lab's. */
async function neighbour(
  lab: LabAccount,
  shares: Partial<Parameters<typeof makePipeline>[1]>,
): Promise<void> {
  const parts = {
    name: 'neighbour',
    roleArn: shares.roleArn ?? (await makeRole(lab, 'neighbour')),
    connectionArn: shares.connectionArn ?? (await makeConnection(lab, 'neighbour')),
    artifactBucket: shares.artifactBucket ?? 'neighbours-artifacts',
    deployBucket: shares.deployBucket ?? 'neighbours-site',
    ...shares,
  };
  for (const name of ['neighbours-artifacts', 'neighbours-site'])
    if (Object.values(parts).includes(name)) await makeBucket(lab, name);
  await makePipeline(lab, parts);
}

describe('what another pipeline uses', () => {
  it.each([
    ['role', (lab: LabAccount) => ({ roleArn: roleArnOf(lab) })],
    ['connection', async (lab: LabAccount) => ({ connectionArn: await labConnection(lab) })],
    ['artifact-bucket', (lab: LabAccount) => ({ artifactBucket: lab.names.artifactBucket })],
    ['deploy-bucket', (lab: LabAccount) => ({ deployBucket: lab.names.deployBucket })],
  ])('stays, and the user is told by whom: %s', async (kind, shares) => {
    const lab = await built.open();
    await neighbour(lab, await shares(lab));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.exit).toBe(0);
    expect(result.plan?.kept).toMatchObject([{ resource: { kind }, why: 'also used by pipeline neighbour' }]);
    expect(result.plan?.toDelete.some((resource) => resource.kind === kind)).toBe(false);
    const left = [...everything(lab).keys()].filter((key) => /^(s3.buckets|iam.roles|codeconn)/.test(key));
    expect(left.length).toBe(4);
    session.close();
  });

  it('is not an artifact of the lab, though it lies in the same bucket', async () => {
    const lab = await built.open();
    const { s3 } = lab.clients;
    const Bucket = lab.names.artifactBucket;
    await neighbour(lab, { artifactBucket: Bucket });
    await s3.send(new PutObjectCommand({ Bucket, Key: 'neighbour/SourceArti/abc', Body: 'theirs' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'codepipeline-s3-deplo/x', Body: 'a longer prefix' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'codepipeline-s3-dep/x', Body: 'a shorter prefix' }));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.toDelete.map(({ name }) => name)).toContain(`${Bucket}/codepipeline-s3-depl/`);
    const keys = [...everything(lab)].filter(([key]) => key.startsWith(`s3/versions ${Bucket}`));
    expect(keys.map(([, value]) => JSON.parse(value).key).sort()).toEqual([
      'codepipeline-s3-dep/x',
      'codepipeline-s3-deplo/x',
      'neighbour/SourceArti/abc',
    ]);
    session.close();
  });

  it('keeps the artifacts, too, where its name begins with the same 20 characters', async () => {
    const lab = await built.open();
    await neighbour(lab, { name: 'codepipeline-s3-deploy-lab-2', artifactBucket: lab.names.artifactBucket });
    const before = [...everything(lab).keys()].filter((key) =>
      key.startsWith(`s3/versions ${lab.names.artifactBucket}`),
    );
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept.map(({ resource, why }) => [resource.kind, why])).toEqual([
      ['artifact-bucket', 'also used by pipeline codepipeline-s3-deploy-lab-2'],
      ['artifacts', 'also used by pipeline codepipeline-s3-deploy-lab-2, whose name begins alike'],
    ]);
    const after = [...everything(lab).keys()].filter((key) =>
      key.startsWith(`s3/versions ${lab.names.artifactBucket}`),
    );
    expect(after).toEqual(before);
    session.close();
  });

  it('counts also in a host name, and not where a longer name only begins alike', async () => {
    const lab = await built.open();
    await makeBucket(lab, `${lab.names.deployBucket}-2`);
    await neighbour(lab, { deployBucket: `${lab.names.deployBucket}-2` });
    const session = openTeardownSession(lab.practice);
    const found = await plan(session.options);
    expect(found.kept).toEqual([]);
    expect(found.toDelete).toHaveLength(5);
    session.close();
  });
});

describe('what only looks like the lab’s', () => {
  it('stays for a person to look at: a role of the lab’s name alone', async () => {
    const lab = await built.open();
    const { iam, pipelines } = lab.clients;
    await pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
    await iam.send(new UntagRoleCommand({ RoleName: lab.names.role, TagKeys: ['lab'] }));
    const role = [...everything(lab)].filter(([key]) => key.startsWith('iam/roles'));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const [kept] = result.plan?.kept ?? [];
    expect([kept?.resource.kind, kept?.needsReview, kept?.why]).toEqual([
      'role',
      true,
      "only one thing speaks for it: its name is the lab's",
    ]);
    expect([...everything(lab)].filter(([key]) => key.startsWith('iam/roles'))).toEqual(role);
    expect(result.exit).toBe(0);
    session.close();
  });

  it('stays: a second connection of the lab’s name, without the tag', async () => {
    const lab = await built.open();
    const twin = await makeConnection(lab, lab.names.connection);
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept.map(({ resource }) => resource.id)).toEqual([twin]);
    const left = [...everything(lab).keys()].filter((key) => key.startsWith('codeconnections'));
    expect(left.map((key) => key.includes(twin))).toEqual([true]);
    session.close();
  });

  it('stays: whatever is tagged as another seat’s, or another lab’s', async () => {
    const lab = await built.open();
    const { s3, iam } = lab.clients;
    const seat = { Key: 'seat', Value: 'anna' };
    await s3.send(
      new PutBucketTaggingCommand({ Bucket: lab.names.deployBucket, Tagging: { TagSet: [labTag, seat] } }),
    );
    await iam.send(new TagRoleCommand({ RoleName: lab.names.role, Tags: [{ Key: 'lab', Value: 'other' }] }));
    const session = openTeardownSession(lab.practice);
    const found = await plan(session.options);
    expect(found.kept.map(({ resource, why }) => [resource.kind, why])).toEqual([
      ['deploy-bucket', "tagged seat=anna: another seat's"],
      ['role', "tagged lab=other: another lab's"],
    ]);
    session.close();
  });

  it('stays, with all that it uses: a pipeline of the lab’s name that does something else', async () => {
    const lab = await built.open();
    const { pipelines } = lab.clients;
    await makeBucket(lab, 'somewhere-else');
    const pipeline = definition(
      { ...lab.names, deployBucket: 'somewhere-else' },
      roleArnOf(lab),
      await labConnection(lab),
    );
    await pipelines.send(new UpdatePipelineCommand({ pipeline }));
    const arn = `arn:aws:codepipeline:us-east-1:${lab.practice.accountId}:${lab.names.pipeline}`;
    await pipelines.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ['lab'] }));
    const session = openTeardownSession(lab.practice);
    const found = await plan(session.options);
    expect(found.toDelete.map(({ kind }) => kind)).toEqual(['deploy-bucket']);
    expect(found.kept.map(({ resource, needsReview }) => [resource.kind, needsReview])).toEqual([
      ['pipeline', true],
      ['artifact-bucket', false],
      ['artifacts', false],
      ['connection', false],
      ['role', false],
    ]);
    session.close();
  });

  it('is the lab’s by two proofs, one of which may be that the lab’s pipeline names it', async () => {
    const lab = await built.open();
    const { s3 } = lab.clients;
    await s3.send(new DeleteBucketTaggingCommand({ Bucket: lab.names.deployBucket }));
    const session = openTeardownSession(lab.practice);
    const found = await plan(session.options);
    const bucket = found.toDelete.find(({ kind }) => kind === 'deploy-bucket');
    expect(bucket?.proofs.map(({ by }) => by)).toEqual(['name', 'pipeline']);
    session.close();
  });
});

describe('a pipeline made by console, with the bucket that all console pipelines share', () => {
  it('loses its own artifacts there, and the bucket stays', async () => {
    const lab = await built.open();
    const { s3, pipelines } = lab.clients;
    const shared = 'codepipeline-us-east-1-424242';
    await makeBucket(lab, shared);
    await s3.send(
      new PutObjectCommand({ Bucket: shared, Key: 'codepipeline-s3-depl/SourceArti/abc1234', Body: 'zip' }),
    );
    const pipeline = definition(
      { ...lab.names, artifactBucket: shared },
      roleArnOf(lab),
      await labConnection(lab),
    );
    await pipelines.send(new UpdatePipelineCommand({ pipeline }));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.toDelete.map(({ name }) => name)).toContain(`${shared}/codepipeline-s3-depl/`);
    expect(result.plan?.kept.map(({ resource, why }) => [resource.name, why])).toEqual([
      [shared, "only one thing speaks for it: the lab's pipeline keeps its artifacts in it"],
    ]);
    expect(result.plan?.kept.map(({ needsReview }) => needsReview)).toEqual([true]);
    const left = [...everything(lab)].filter(([key]) => key.startsWith('s3/versions'));
    expect(left.map(([, value]) => JSON.parse(value).key)).toEqual(['precious.txt']);
    expect(result.exit).toBe(0);
    session.close();
  });
});

describe('a bucket of the console that a neighbour’s pipeline uses, too', () => {
  it('is kept as the neighbour’s, and nobody is told to empty it', async () => {
    const lab = await built.open();
    const { pipelines } = lab.clients;
    const shared = 'codepipeline-us-east-1-424242';
    await makeBucket(lab, shared);
    const named = { ...lab.names, artifactBucket: shared };
    const pipeline = definition(named, roleArnOf(lab), await labConnection(lab));
    await pipelines.send(new UpdatePipelineCommand({ pipeline }));
    await neighbour(lab, { artifactBucket: shared });
    const session = openTeardownSession(lab.practice);
    const { kept } = await plan(session.options);
    expect(kept.filter(({ resource }) => resource.name === shared)).toMatchObject([
      { why: 'also used by pipeline neighbour', needsReview: false },
    ]);
    session.close();
  });
});

describe('a role with more than its inline policy', () => {
  const document = policyDocument([{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }]);

  it('is detached from policies that are not the lab’s, and takes the lab’s own with all versions', async () => {
    const lab = await built.open();
    const { iam } = lab.clients;
    const RoleName = lab.names.role;
    const make = async (PolicyName: string, Tags: (typeof labTag)[] = []) =>
      (await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document, Tags }))).Policy?.Arn ??
      '';
    const own = await make(lab.names.policy, [labTag]);
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: own, PolicyDocument: document, SetAsDefault: true }),
    );
    const theirs = await make('company-logging');
    for (const PolicyArn of [own, theirs, 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'])
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.exit).toBe(0);
    expect(
      result.done?.filter(({ state }) => state === 'deleted').map(({ resource }) => resource.id),
    ).toContain(own);
    expect([...everything(lab).keys()].filter((key) => key.startsWith('iam/'))).toEqual([
      expect.stringContaining(theirs.split('/').at(-1) as string),
    ]);
    expect(result.plan?.kept.map(({ resource }) => resource.id)).toEqual([theirs]);
    session.close();
  });

  it('leaves the lab’s policy to a user who is attached to it, too', async () => {
    const lab = await built.open();
    const { iam } = lab.clients;
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: lab.names.policy, PolicyDocument: document, Tags: [labTag] }),
    );
    await iam.send(new AttachUserPolicyCommand({ UserName: 'learner', PolicyArn: Policy?.Arn }));
    const session = openTeardownSession(lab.practice);
    const found = await plan(session.options);
    expect(found.kept.map(({ resource, why }) => [resource.id, why])).toEqual([
      [Policy?.Arn, 'also used by user learner'],
    ]);
    session.close();
  });
});

describe('the words of the plan', () => {
  it('name every thing that stays, why, and how to delete it by hand', async () => {
    const lab = await built.open();
    const twin = await makeConnection(lab, lab.names.connection);
    const session = openTeardownSession(lab.practice);
    const text = plansText([await plan(session.options)], undefined, { width: 80 }).replace(/\s+/g, ' ');
    expect(text).toContain('This stays:');
    expect(text).toContain(`delete-connection --connection-arn ${twin}`);
    session.close();
  });
});
