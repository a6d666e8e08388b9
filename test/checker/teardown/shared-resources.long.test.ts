import { UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plan, teardown } from '../../../checker/teardown/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { addNeighbor, roleArnOf } from './neighbor.ts';
import { everything, labConnection, makeBucket, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

describe('a resource that another pipeline uses', () => {
  it.each([
    ['role', (lab: LabAccount) => ({ roleArn: roleArnOf(lab) })],
    ['connection', async (lab: LabAccount) => ({ connectionArn: await labConnection(lab) })],
    ['artifact-bucket', (lab: LabAccount) => ({ artifactBucket: lab.names.artifactBucket })],
    ['deploy-bucket', (lab: LabAccount) => ({ deployBucket: lab.names.deployBucket })],
  ])('stays, and the plan names the user: %s', async (kind, shares) => {
    const lab = await built.open();
    await addNeighbor(lab, await shares(lab));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.exit).toBe(0);
    expect(result.plan?.kept.filter(({ resource }) => resource.kind === kind)).toMatchObject([
      { why: 'also used by pipeline neighbour', review: 'none' },
    ]);
    // A neighbor's pipeline that deploys to the lab's bucket is shown, and can be the neighbor's for all that.
    const others = result.plan?.kept.filter(({ resource }) => resource.kind !== kind);
    expect(others?.map(({ resource, review }) => [resource.name, review])).toEqual(
      kind === 'deploy-bucket' ? [['neighbour', 'look']] : [],
    );
    expect(result.plan?.toDelete.some((resource) => resource.kind === kind)).toBe(false);
    const left = [...everything(lab).keys()].filter((key) => /^(s3.buckets|iam.roles|codeconn)/.test(key));
    expect(left.length).toBe(4);
    session.close();
  });

  it('in the same bucket is not an artifact of the lab', async () => {
    const lab = await built.open();
    const { s3 } = lab.clients;
    const Bucket = lab.names.artifactBucket;
    await addNeighbor(lab, { artifactBucket: Bucket });
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

  it('keeps the artifacts too if its name begins with the same 20 characters', async () => {
    const lab = await built.open();
    await addNeighbor(lab, {
      name: 'codepipeline-s3-deploy-lab-2',
      artifactBucket: lab.names.artifactBucket,
    });
    const before = [...everything(lab).keys()].filter((key) =>
      key.startsWith(`s3/versions ${lab.names.artifactBucket}`),
    );
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept.map(({ resource, why }) => [resource.kind, why])).toEqual([
      ['pipeline', "its name is almost the lab's"],
      ['artifact-bucket', 'also used by pipeline codepipeline-s3-deploy-lab-2'],
      [
        'artifacts',
        'also used by pipeline codepipeline-s3-deploy-lab-2, which stores its artifacts under the same prefix',
      ],
    ]);
    const after = [...everything(lab).keys()].filter((key) =>
      key.startsWith(`s3/versions ${lab.names.artifactBucket}`),
    );
    expect(after).toEqual(before);
    session.close();
  });

  it('is recognized in a host name, but not in a longer name with the same beginning', async () => {
    const lab = await built.open();
    await makeBucket(lab, `${lab.names.deployBucket}-2`);
    await addNeighbor(lab, { deployBucket: `${lab.names.deployBucket}-2` });
    const session = openTeardownSession(lab.practice);
    const found = await plan(session.options);
    expect(found.kept).toEqual([]);
    expect(found.toDelete).toHaveLength(5);
    session.close();
  });
});

describe("a console bucket that a neighbor's pipeline also uses", () => {
  it("is kept as the neighbor's, and the plan does not suggest emptying it", async () => {
    const lab = await built.open();
    const { pipelines } = lab.clients;
    const shared = 'codepipeline-us-east-1-424242';
    await makeBucket(lab, shared);
    const named = { ...lab.names, artifactBucket: shared };
    const pipeline = definition(named, roleArnOf(lab), await labConnection(lab));
    await pipelines.send(new UpdatePipelineCommand({ pipeline }));
    await addNeighbor(lab, { artifactBucket: shared });
    const session = openTeardownSession(lab.practice);
    const { kept } = await plan(session.options);
    expect(kept.filter(({ resource }) => resource.name === shared)).toMatchObject([
      { why: 'also used by pipeline neighbour', review: 'none' },
    ]);
    session.close();
  });
});
