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
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { roleArnOf } from './neighbor.ts';
import {
  everything,
  labConnection,
  labTag,
  makeBucket,
  makeConnection,
  openTeardownSession,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

describe("a resource that only resembles the lab's", () => {
  it("stays for review: a role that has the lab's name and no other proof", async () => {
    const lab = await built.open();
    const { iam, pipelines } = lab.clients;
    await pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
    await iam.send(new UntagRoleCommand({ RoleName: lab.names.role, TagKeys: ['lab'] }));
    const role = [...everything(lab)].filter(([key]) => key.startsWith('iam/roles'));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const [kept] = result.plan?.kept ?? [];
    expect([kept?.resource.kind, kept?.review, kept?.why]).toEqual([
      'role',
      'decide',
      "only one fact connects it with the lab: its name is the lab's",
    ]);
    expect([...everything(lab)].filter(([key]) => key.startsWith('iam/roles'))).toEqual(role);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);
    session.close();
  });

  it("stays: a second connection with the lab's name but without its tag", async () => {
    const lab = await built.open();
    const twin = await makeConnection(lab, lab.names.connection);
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept.map(({ resource, review }) => [resource.id, review])).toEqual([
      [twin, 'decide'],
    ]);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);
    const left = [...everything(lab).keys()].filter((key) => key.startsWith('codeconnections'));
    expect(left.map((key) => key.includes(twin))).toEqual([true]);
    session.close();
  });

  it('stays: a resource with the tag of another seat or another lab', async () => {
    const lab = await built.open();
    const { s3, iam } = lab.clients;
    const seat = { Key: 'seat', Value: 'anna' };
    await s3.send(
      new PutBucketTaggingCommand({ Bucket: lab.names.deployBucket, Tagging: { TagSet: [labTag, seat] } }),
    );
    await iam.send(new TagRoleCommand({ RoleName: lab.names.role, Tags: [{ Key: 'lab', Value: 'other' }] }));
    const session = openTeardownSession(lab.practice);
    const found = await plan(session.options);
    expect(found.kept.map(({ resource, why, review }) => [resource.kind, why, review])).toEqual([
      ['deploy-bucket', "tagged seat=anna: another seat's", 'none'],
      ['role', "tagged lab=other: another lab's", 'none'],
    ]);
    session.close();
  });

  it("stays with all that it uses: a pipeline with the lab's name and another purpose", async () => {
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
    expect(found.kept.map(({ resource, review }) => [resource.kind, review])).toEqual([
      ['pipeline', 'decide'],
      ['artifact-bucket', 'none'],
      ['artifacts', 'none'],
      ['connection', 'none'],
      ['role', 'none'],
    ]);
    session.close();
  });

  it("belongs to the lab by two proofs, one of which can be that the lab's pipeline names it", async () => {
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

describe('a pipeline created in the console, with the artifact bucket that all console pipelines share', () => {
  it('loses its own artifacts, and the bucket stays', async () => {
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
      [shared, 'the console uses it for all pipelines that it creates in this region'],
    ]);
    expect(result.plan?.kept.map(({ review }) => review)).toEqual(['none']);
    // The artifacts from before are under the lab's prefix in the lab's own bucket.
    expect(result.plan?.toDelete.map(({ name }) => name)).toContain(lab.names.artifactBucket);
    const left = [...everything(lab)].filter(([key]) => key.startsWith('s3/versions'));
    expect(left.map(([, value]) => JSON.parse(value).key)).toEqual(['precious.txt']);
    expect(result.exit).toBe(0);
    session.close();
  });
});

describe('a role with more than its inline policy', () => {
  const document = policyDocument([{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }]);

  it("is detached from policies that are not the lab's, and deleted with the lab's own policy and all its versions", async () => {
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

  it("leaves the lab's policy to a user that it is attached to", async () => {
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

describe('the text of the plan', () => {
  it('names every resource that stays, why, and how to look at it and to decide about it', async () => {
    const lab = await built.open();
    const twin = await makeConnection(lab, lab.names.connection);
    await lab.clients.iam.send(
      new TagRoleCommand({ RoleName: lab.names.role, Tags: [{ Key: 'lab', Value: 'other' }] }),
    );
    const session = openTeardownSession(lab.practice);
    const text = plansText([await plan(session.options)], undefined, { width: 80 }).replace(/\s+/g, ' ');
    expect(text).toContain(
      `This may be the lab's. It stays until you decide: connection github-codepipeline-lab (${twin}) only one fact connects it with the lab: its name is the lab's`,
    );
    expect(text).toContain(`get-connection --connection-arn ${twin}`);
    expect(text).toContain(`--adopt ${twin}`);
    expect(text).toContain(`--not-mine ${twin}`);
    expect(text).toContain(`role ${lab.names.role} tagged lab=other: another lab's`);
    session.close();
  });
});
