import { CreatePipelineCommand, DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import {
  CodeStarConnectionsClient,
  CreateConnectionCommand as CreateOlderConnectionCommand,
} from '@aws-sdk/client-codestar-connections';
import { CreateBucketCommand, PutBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../../checker/lab/lab.ts';
import { carryOut } from '../../../checker/teardown/carry-out.ts';
import { adopt, plan, teardown, verify } from '../../../checker/teardown/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import {
  added,
  everything,
  labTag,
  makeBucket,
  makeConnection,
  makeRole,
  openTeardownSession,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

/** A seat's lab in an account that the whole class shares. */
async function seatLab(lab: LabAccount, seat: string): Promise<Map<string, string>> {
  const before = everything(lab);
  const names = namesOf({ region: 'us-east-1', branch: 'main', seat }, lab.practice.accountId);
  const tags = [labTag, { Key: 'seat', Value: seat }];
  for (const Bucket of [names.deployBucket, names.artifactBucket]) {
    await lab.clients.s3.send(new CreateBucketCommand({ Bucket }));
    await lab.clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tags } }));
  }
  const Key = `${names.pipeline.slice(0, 20)}/SourceArti/abc1234`;
  await lab.clients.s3.send(new PutObjectCommand({ Bucket: names.artifactBucket, Key, Body: 'zip' }));
  const roleArn = await makeRole(lab, names.role, tags);
  const connectionArn = await makeConnection(lab, names.connection, tags);
  const pipeline = definition(names, roleArn, connectionArn);
  // No execution of its own, so that the account does not change during the test.
  await lab.clients.pipelines.send(
    new CreatePipelineCommand({ pipeline, tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })) }),
  );
  await lab.until(async () => {
    const records = [...everything(lab)].filter(([key]) => key.startsWith('codepipeline/executions'));
    return records.every(([, value]) => JSON.parse(value).status !== 'InProgress') || undefined;
  });
  return added(before, everything(lab));
}

describe('a class in one account', () => {
  it('loses the lab of one seat and nothing of its neighbors', async () => {
    const lab = await built.open();
    const own = everything(lab);
    const anna = await seatLab(lab, 'anna');
    const annabel = await seatLab(lab, 'annabel');
    const session = openTeardownSession(lab.practice);
    const result = await teardown({ ...session.options, lab: { ...session.options.lab, seat: 'anna' } });
    expect([result.exit, result.plan?.toDelete.length, result.plan?.kept]).toEqual([0, 5, []]);
    const left = everything(lab);
    expect([...anna.keys()].filter((key) => left.has(key))).toEqual([]);
    expect(left).toEqual(new Map([...own, ...annabel]));
    session.close();
  });
});

describe("a bucket in another region than the lab's", () => {
  const Bucket = 'my-page-from-ireland';

  async function makeBucketInIreland(lab: LabAccount, Key: string) {
    const { s3, destroy } = clientsOf(lab.practice, 'eu-west-1');
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [labTag] } }));
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));
    destroy();
  }
  const left = (lab: LabAccount) => [...everything(lab).keys()].filter((key) => key.includes(Bucket));

  it('is found, emptied and deleted in its own region', async () => {
    const lab = await built.open();
    await makeBucketInIreland(lab, 'codepipeline-s3-depl/SourceArti/abc1234');
    const session = openTeardownSession(lab.practice);
    const settings = { ...session.options.lab, names: { artifactBucket: Bucket } };
    const result = await teardown({ ...session.options, lab: settings });
    expect(result.exit).toBe(0);
    expect(result.plan?.toDelete.find(({ id }) => id === Bucket)).toMatchObject({ region: 'eu-west-1' });
    expect(left(lab)).toEqual([]);
    session.close();
  });

  it('is kept with a page that no pipeline deployed, until it is adopted', async () => {
    const lab = await built.open();
    await makeBucketInIreland(lab, 'index.html');
    const session = openTeardownSession(lab.practice);
    const options = { ...session.options, lab: { ...session.options.lab, names: { deployBucket: Bucket } } };
    const first = await teardown(options);
    expect(first.exit).toBe(3);
    expect(first.plan?.kept).toMatchObject([
      {
        resource: { id: Bucket, region: 'eu-west-1' },
        review: 'decide',
        why: 'it contains 1 object version, and no record shows who put them there: "index.html"',
      },
    ]);
    expect(left(lab)).toHaveLength(2);
    expect(await adopt(options, `arn:aws:s3:::${Bucket}`, async () => true)).toMatchObject({
      state: 'written',
    });
    expect((await teardown(options)).exit).toBe(0);
    expect(left(lab)).toEqual([]);
    session.close();
  });
});

describe('a connection', () => {
  it("belongs to the lab also under the service's older prefix, and while it is pending", async () => {
    const lab = await built.open();
    const older = new CodeStarConnectionsClient({
      region: lab.practice.region,
      endpoint: lab.practice.endpoint,
      credentials: {
        accessKeyId: lab.practice.exports.AWS_ACCESS_KEY_ID as string,
        secretAccessKey: lab.practice.exports.AWS_SECRET_ACCESS_KEY as string,
      },
    });
    const { ConnectionArn } = await older.send(
      new CreateOlderConnectionCommand({
        ConnectionName: lab.names.connection,
        ProviderType: 'GitHub',
        Tags: [labTag],
      }),
    );
    older.destroy();
    expect(ConnectionArn).toContain(':codestar-connections:');
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const connections = result.plan?.toDelete.filter(({ kind }) => kind === 'connection');
    expect(connections?.map(({ id, holds }) => [id.split(':')[2], holds.status]).sort()).toEqual([
      ['codeconnections', 'AVAILABLE'],
      ['codestar-connections', 'PENDING'],
    ]);
    expect([result.exit, everything(lab).size]).toEqual([0, 0]);
    session.close();
  });
});

describe('a record of an earlier check', () => {
  it('only says where to look: artifacts in a shared bucket stay until they are adopted', async () => {
    const lab = await built.open();
    const shared = 'codepipeline-us-east-1-424242';
    await makeBucket(lab, shared);
    await lab.clients.s3.send(
      new PutObjectCommand({ Bucket: shared, Key: 'codepipeline-s3-depl/SourceArti/abc1234', Body: 'zip' }),
    );
    await lab.clients.pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
    const session = openTeardownSession(lab.practice, {
      record: { pipeline: lab.names.pipeline, artifactBucket: shared },
    });
    const keys = () =>
      [...everything(lab)]
        .filter(([key]) => key.startsWith('s3/versions'))
        .map(([, value]) => JSON.parse(value).key);
    const result = await teardown(session.options);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);
    expect(result.verification?.plan.kept).toMatchObject([
      { resource: { kind: 'artifacts', id: `${shared}/codepipeline-s3-depl/` }, review: 'decide' },
    ]);
    expect(keys().sort()).toEqual(['codepipeline-s3-depl/SourceArti/abc1234', 'precious.txt']);
    await adopt(session.options, `arn:aws:s3:::${shared}/codepipeline-s3-depl/`, async () => true);
    expect((await teardown(session.options)).exit).toBe(0);
    expect(keys()).toEqual(['precious.txt']);
    session.close();
  });
});

describe('plan, carryOut and verify, called separately', () => {
  it('have the same result as teardown', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    const found = await plan(session.options);
    const [done = []] = await carryOut([{ options: session.options, plan: found }], found.digest);
    expect(done.map(({ state }) => state)).toEqual(found.toDelete.map(() => 'deleted'));
    const proof = await verify(session.options, found.toDelete);
    expect([proof.verified, proof.remaining, everything(lab).size]).toEqual([true, [], 0]);
    session.close();
  });

  it('prove reports what is left after it has waited long enough', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice, { waitMs: 300 });
    const found = await plan(session.options);
    const proof = await verify(session.options, found.toDelete);
    expect([proof.verified, proof.remaining.length]).toEqual([false, 5]);
    session.close();
  });
});
