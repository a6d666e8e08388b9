import { GetPipelineCommand, UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { CreateBucketCommand, PutBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { addNeighbor } from './neighbor.ts';
import { labsInStyles, type Style } from './styles.ts';
import {
  everything,
  labTag,
  makeConnection,
  makePipeline,
  makeRole,
  openTeardownSession,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

const ireland = 'eu-west-1';
const prefix = 'codepipeline-s3-depl/';

/** Gives a pipeline a second artifact store, in Ireland. */
async function addStore({ clients: { pipelines } }: LabAccount, name: string, location: string) {
  const { pipeline } = await pipelines.send(new GetPipelineCommand({ name }));
  if (pipeline?.artifactStore === undefined) throw new Error(`${name} has no single artifact store`);
  const { artifactStore, ...rest } = pipeline;
  const artifactStores = { 'us-east-1': artifactStore, [ireland]: { type: 'S3' as const, location } };
  await pipelines.send(new UpdatePipelineCommand({ pipeline: { ...rest, artifactStores } }));
}

/** A bucket in Ireland with a copy of the lab's artifact, as CodePipeline makes it for an action there. */
async function makeStore(lab: LabAccount, Bucket: string, { isTagged = false, keys = [] as string[] } = {}) {
  const { s3, destroy } = clientsOf(lab.practice, ireland);
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  if (isTagged) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [labTag] } }));
  for (const Key of [`${prefix}SourceArti/abc`, ...keys])
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'zip' }));
  destroy();
}

async function withSecondStore(style: Style, bucket: string, more = {}): Promise<LabAccount> {
  const lab = await built.open(style);
  await makeStore(lab, bucket, more);
  await addStore(lab, lab.names.pipeline, bucket);
  return lab;
}

const keysIn = (lab: LabAccount, bucket: string) =>
  [...everything(lab)]
    .filter(([key]) => key.startsWith(`s3/versions ${bucket}`))
    .map(([, value]) => JSON.parse(value).key);

describe("the artifact store of a second region of the lab's pipeline", () => {
  it.each(['cli', 'console'] as const)(
    "loses only the lab's artifacts as the console's bucket (%s)",
    async (style) => {
      const shared = 'codepipeline-eu-west-1-424242';
      const lab = await withSecondStore(style, shared, { keys: ['neighbour/Source/abc'] });
      const session = openTeardownSession(lab.practice);
      const result = await teardown(session.options);
      expect(result.plan?.toDelete.map(({ id, region }) => [id, region])).toContainEqual([
        `${shared}/${prefix}`,
        ireland,
      ]);
      expect([result.exit, result.verification?.verified]).toEqual([0, true]);
      expect(keysIn(lab, shared)).toEqual(['neighbour/Source/abc']);
      session.close();
    },
  );

  it('goes as a bucket with the tag', async () => {
    const lab = await withSecondStore('cli', 'irish-store', { isTagged: true });
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect([result.exit, everything(lab).size]).toEqual([0, 0]);
    session.close();
  });

  it('is left to the user as a bucket without the tag', async () => {
    const lab = await withSecondStore('cli', 'irish-store');
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept.map(({ resource, review }) => [resource.id, review])).toEqual([
      ['irish-store', 'decide'],
    ]);
    expect([result.exit, keysIn(lab, 'irish-store')]).toEqual([3, []]);
    session.close();
  });
});

it("a pipeline that stores artifacts in the lab's bucket in a second region is its user", async () => {
  const lab = await withSecondStore('cli', 'irish-store', { isTagged: true });
  await addNeighbor(lab, {});
  await addStore(lab, 'neighbour', 'irish-store');
  const session = openTeardownSession(lab.practice);
  const result = await teardown(session.options);
  expect(result.plan?.kept.map(({ resource, why }) => [resource.id, why])).toEqual([
    ['irish-store', 'also used by pipeline neighbour'],
  ]);
  expect([result.exit, keysIn(lab, 'irish-store')]).toEqual([0, []]);
  session.close();
});

it("a pipeline of the lab's name in another region keeps the artifacts under their common prefix", async () => {
  const lab = await built.open('cli');
  const clients = clientsOf(lab.practice, ireland);
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  await clients.s3.send(new CreateBucketCommand({ Bucket: 'irish-site', CreateBucketConfiguration }));
  const there = { ...lab, clients };
  await makePipeline(there, {
    name: lab.names.pipeline,
    deployBucket: 'irish-site',
    artifactBucket: lab.names.artifactBucket,
    roleArn: await makeRole(there, 'irish'),
    connectionArn: await makeConnection(there, 'irish'),
  });
  clients.destroy();
  const session = openTeardownSession(lab.practice);
  const { plan } = await teardown({ ...session.options, dryRun: true });
  const why = `also used by pipeline ${lab.names.pipeline} in eu-west-1, which stores its artifacts under the same prefix`;
  expect(plan?.kept.filter(({ resource }) => resource.kind === 'artifacts')).toMatchObject([{ why }]);
  session.close();
});
