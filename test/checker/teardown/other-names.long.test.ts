import { CreatePipelineCommand, DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import { CreatePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defined } from '../../../base/defined.ts';
import { adopt, notMine, teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { roleArnOf } from './neighbor.ts';
import { labsInStyles, type Style } from './styles.ts';
import {
  added,
  everything,
  labConnection,
  labTag,
  makeConnection,
  makeRole,
  openTeardownSession,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

const name = 'site-publisher';
const arnOf = (lab: LabAccount) => `arn:aws:codepipeline:us-east-1:${lab.practice.accountId}:${name}`;

/** The lab's pipeline, made anew under another name. It follows a missing branch, so it fails at once. */
async function renamed(
  style: Style,
  { deployBucket, isTagged = true }: { deployBucket?: string; isTagged?: boolean } = {},
) {
  const lab = await built.open(style);
  const { pipelines, s3 } = lab.clients;
  await pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
  if (deployBucket !== undefined) await s3.send(new CreateBucketCommand({ Bucket: deployBucket }));
  const names = { ...lab.names, pipeline: name, ...defined({ deployBucket }) };
  const pipeline = definition(names, roleArnOf(lab), await labConnection(lab));
  const source = pipeline.stages?.[0]?.actions?.[0];
  if (source?.configuration !== undefined) source.configuration.BranchName = 'elsewhere';
  const tags = isTagged ? [{ key: labTag.Key, value: labTag.Value }] : [];
  await pipelines.send(new CreatePipelineCommand({ pipeline, tags }));
  await lab.until(async () => {
    const runs = [...everything(lab)].filter(([key]) => key.startsWith('codepipeline/executions'));
    return runs.every(([, value]) => JSON.parse(value).status !== 'InProgress') || undefined;
  });
  return lab;
}

describe.each(['cli', 'terraform'] as const)("the lab's pipeline under another name (%s)", (style) => {
  it("is proven by its tag and by the lab's bucket that it deploys to, and goes with the lab", async () => {
    const lab = await renamed(style);
    const session = openTeardownSession(lab.practice);
    const first = await teardown({ ...session.options, dryRun: true });
    const pipeline = first.plan?.toDelete.find(({ kind }) => kind === 'pipeline');
    expect([pipeline?.name, pipeline?.proofs.map(({ by }) => by)]).toEqual([name, ['tag', 'definition']]);
    expect(first.plan?.toDelete.map(({ id }) => id)).toContain(lab.names.deployBucket);
    const result = await teardown(session.options);
    // It has deployed nothing; the artifacts of the pipeline before it say whose the page is.
    expect(result.done?.map(({ state }) => state)).toEqual(Array(5).fill('deleted'));
    expect([result.exit, everything(lab).size]).toEqual([0, 0]);
    session.close();
  });

  it('is listed with its tag alone, and what it uses stays with it: exits with 3', async () => {
    const lab = await renamed(style, { deployBucket: 'another-site' });
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept.map(({ resource, why, review }) => [resource.kind, why, review])).toEqual([
      ['pipeline', 'only one fact connects it with the lab: it is tagged lab=codepipeline-lab', 'decide'],
      ['artifact-bucket', `also used by pipeline ${name}`, 'none'],
      ['connection', `also used by pipeline ${name}`, 'none'],
      ['role', `also used by pipeline ${name}`, 'none'],
    ]);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);

    await adopt(session.options, arnOf(lab), async () => true);
    const second = await teardown(session.options);
    // Only the pipeline names the bucket that it deploys to.
    expect(second.plan?.kept).toMatchObject([{ resource: { id: 'another-site' }, review: 'decide' }]);
    expect(second.done?.map(({ state }) => state)).toEqual(Array(4).fill('deleted'));
    await notMine(session.options, 'arn:aws:s3:::another-site');
    expect((await teardown(session.options)).exit).toBe(0);
    expect([...everything(lab).keys()]).toEqual(['s3/buckets another-site']);
    session.close();
  });
});

describe("an untagged pipeline under another name that deploys to the lab's bucket", () => {
  it('is shown and decides nothing, in the first run and in the second', async () => {
    const lab = await renamed('cli', { isTagged: false });
    const session = openTeardownSession(lab.practice);
    for (let run = 0; run < 2; run++) {
      const result = await teardown(session.options);
      expect(result.plan?.kept.map(({ resource, review }) => [resource.kind, review])).toEqual([
        ['pipeline', 'look'],
        ['deploy-bucket', 'none'],
        ['artifact-bucket', 'none'],
        ['connection', 'none'],
        ['role', 'none'],
      ]);
      expect(result.exit).toBe(0);
    }
    session.close();
  });
});

/** How each type of resource is made, with these tags. */
const makers: [string, (lab: LabAccount, name: string, tags: (typeof labTag)[]) => Promise<unknown>][] = [
  [
    'cp-s3-delpoy-000000000000-us-east-1',
    async ({ clients: { s3 } }, Bucket, TagSet) => {
      await s3.send(new CreateBucketCommand({ Bucket }));
      if (TagSet.length > 0) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
      await s3.send(new PutObjectCommand({ Bucket, Key: 'index.html', Body: 'hello' }));
    },
  ],
  [
    'cp-s3-artifacts-000000000000-us-east-1-2',
    async ({ clients: { s3 } }, Bucket, TagSet) => {
      await s3.send(new CreateBucketCommand({ Bucket }));
      if (TagSet.length > 0) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    },
  ],
  ['github-codepipelin-lab', makeConnection],
  ['codepipeline-s3-deploy-lab-us-east-1-new', makeRole],
  [
    'codepipeline-labs',
    ({ clients: { iam } }, PolicyName, Tags) => {
      const PolicyDocument = policyDocument([{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }]);
      return iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, Tags }));
    },
  ],
];

describe.each(makers)("a resource whose name is almost the lab's: %s", (name, make) => {
  it.each([
    ['with the tag is listed until the user decides: exits with 3', [labTag], 'decide', 3],
    ['without the tag is shown: exits with 0', [], 'look', 0],
    ["with another lab's tag is not listed: exits with 0", [{ Key: 'lab', Value: 'other' }], undefined, 0],
  ])('%s', async (_name, tags, review, exit) => {
    const lab = await built.open('cli');
    const before = everything(lab);
    await make(lab, name, tags);
    const typo = added(before, everything(lab));
    const session = openTeardownSession(lab.practice);
    const dry = await teardown({ ...session.options, dryRun: true });
    expect([dry.exit, dry.plan?.kept.map(({ resource, review: one }) => [resource.name, one])]).toEqual([
      exit,
      review === undefined ? [] : [[name, review]],
    ]);
    const result = await teardown(session.options);
    expect([result.exit, result.verification?.verified, everything(lab)]).toEqual([exit, exit === 0, typo]);
    const second = await teardown(session.options);
    const listed = review === undefined ? [] : [name];
    expect([second.exit, second.plan?.kept.map(({ resource }) => resource.name)]).toEqual([exit, listed]);
    session.close();
  });
});

describe("a resource with the lab's tag and a name that resembles nothing", () => {
  it.each(['bucket', 'connection', 'role'])('is found by its tag: %s', async (kind) => {
    const lab = await built.open('console');
    if (kind === 'bucket') await makers[1]?.[1](lab, 'unlike', [labTag]);
    if (kind === 'connection') await makeConnection(lab, 'unlike', [labTag]);
    if (kind === 'role') await makeRole(lab, 'unlike', [labTag]);
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const kept = result.plan?.kept.filter(({ resource }) => resource.name === 'unlike');
    expect([result.exit, kept?.map(({ review }) => review)]).toEqual([3, ['decide']]);
    session.close();
  });
});
