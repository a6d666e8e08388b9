import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adopt, openJournal, type TeardownOptions, teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { adoptById } from './adopt-by-id.ts';
import { labsInStyles } from './styles.ts';
import { everything, openTeardownSession, tapped } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

const put = ({ clients: { s3 } }: LabAccount, Bucket: string, Key: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'dear' }));
const arnOf = (bucket: string) => `arn:aws:s3:::${bucket}`;
const recordsOf = (lab: LabAccount, bucket: string) =>
  [...everything(lab)].filter(([key]) => key.startsWith('s3/') && key.includes(bucket));

async function removeBucket({ clients: { s3 } }: LabAccount, Bucket: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}

/** A lab whose bucket has nothing but its name, since its pipeline is gone: only an adoption proves it. */
async function labWithNamedBucket() {
  const lab = await built.open('console');
  await lab.clients.pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
  return { lab, Bucket: lab.names.deployBucket, ...openTeardownSession(lab.practice) };
}

/** Rewrites the journal as if all in it had happened this many hours earlier. */
function age({ journal }: TeardownOptions, hours: number): void {
  const text = readFileSync(journal, 'utf8');
  writeFileSync(
    journal,
    text.replace(/(?<="at":")[^"]+(?=")/g, (at) => new Date(Date.parse(at) - hours * 3600_000).toISOString()),
  );
}

/** Runs a teardown that ends, as if killed, when it has deleted one object and before it deletes the others. */
async function killAfterOneObject(session: ReturnType<typeof openTeardownSession>): Promise<void> {
  let dead = false;
  await new Promise<void>((died) => {
    const clients = tapped(session.clients, async (operation, send) => {
      if (dead || operation === 'DeleteObjects') return new Promise<never>(() => {});
      const answer = await send();
      if (operation !== 'DeleteObject') return answer;
      dead = true;
      died();
      return new Promise<never>(() => {});
    });
    void teardown({ ...session.options, clients });
  });
}

describe('an adoption', () => {
  it('is not written without its id, with another one, or once the contents changed', async () => {
    const lab = await built.open('cli');
    const Bucket = lab.names.deployBucket;
    await put(lab, Bucket, 'thesis.pdf');
    const { options, close } = openTeardownSession(lab.practice);
    const asked = await adopt(options, arnOf(Bucket));
    expect(asked).toMatchObject({
      state: 'unconfirmed',
      question: { contents: { unexplained: { entries: 1 } } },
    });
    const { id } = 'question' in asked ? asked.question : { id: '' };
    expect(await adopt(options, arnOf(Bucket), '0'.repeat(16))).toMatchObject({ state: 'changed' });
    expect(await adopt(options, arnOf(Bucket), async () => false)).toMatchObject({ state: 'declined' });
    await put(lab, Bucket, 'photo.jpg');
    expect(await adopt(options, arnOf(Bucket), id)).toMatchObject({ state: 'changed' });
    expect((await teardown(options)).exit).toBe(3);
    close();
  });

  it('adds to an earlier one: first the objects, then a user that its policy names', async () => {
    const lab = await built.open('cli');
    const Bucket = lab.names.deployBucket;
    await put(lab, Bucket, 'thesis.pdf');
    const { options, close } = openTeardownSession(lab.practice);
    await adoptById(options, arnOf(Bucket));
    const Principal = { Service: 'cloudfront.amazonaws.com' };
    const statement = { Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `${arnOf(Bucket)}/*` };
    await lab.clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyDocument([statement]) }));
    const { users } = await adoptById(options, arnOf(Bucket));
    expect(users).toEqual(['cloudfront.amazonaws.com, by its bucket policy']);
    expect([(await teardown(options)).exit, everything(lab).size]).toEqual([0, 0]);
    close();
  });

  it('of a bucket ends with it: a new bucket of the same name needs its own', async () => {
    const lab = await built.open('console');
    const Bucket = lab.names.deployBucket;
    await put(lab, Bucket, 'thesis.pdf');
    const { options, close } = openTeardownSession(lab.practice);
    await adoptById(options, arnOf(Bucket));
    expect((await teardown(options)).exit).toBe(0);
    await lab.clients.s3.send(new CreateBucketCommand({ Bucket }));
    const result = await teardown(options);
    expect(result.plan?.kept.find(({ resource }) => resource.id === Bucket)?.review).toBe('decide');
    expect([result.exit, recordsOf(lab, Bucket).length]).toEqual([3, 1]);
    close();
  });

  it.each([
    ['a teardown', (options: TeardownOptions) => teardown({ ...options, dryRun: true })],
    ['another adoption', (options: TeardownOptions) => adopt(options, arnOf('some-bucket'))],
  ])('of a bucket ends once %s finds it gone, whoever deleted it', async (_, look) => {
    const { lab, Bucket, options, close } = await labWithNamedBucket();
    await adoptById(options, arnOf(Bucket));
    await removeBucket(lab, Bucket);
    await look(options);
    await lab.clients.s3.send(new CreateBucketCommand({ Bucket }));
    const result = await teardown(options);
    const kept = result.plan?.kept.find(({ resource }) => resource.id === Bucket);
    expect([kept?.review, result.exit, recordsOf(lab, Bucket).length]).toEqual(['decide', 3, 1]);
    close();
  });

  it('of a bucket ends also in the journal that only lends its answers, as in a reset', async () => {
    const { lab, Bucket, options, close } = await labWithNamedBucket();
    await adoptById(options, arnOf(Bucket));
    const reset = {
      ...options,
      journal: join(options.journal, '../reset.jsonl'),
      answersFrom: options.journal,
    };
    expect((await teardown({ ...reset, only: ['deploy-bucket'] })).exit).toBe(0);
    expect(recordsOf(lab, Bucket)).toEqual([]);
    await lab.clients.s3.send(new CreateBucketCommand({ Bucket }));
    await teardown(options);
    expect(recordsOf(lab, Bucket).length).toBe(1);
    close();
  });

  it.each([
    [23, [true, []]],
    [25, [false, ['decide']]],
  ])('of a bucket holds for a day: %i hours later', async (hours, expected) => {
    const { Bucket, options, close } = await labWithNamedBucket();
    await adoptById(options, arnOf(Bucket));
    age(options, hours);
    const { plan } = await teardown({ ...options, dryRun: true });
    const isDeleted = plan?.toDelete.some(({ id }) => id === Bucket);
    const reviews = plan?.kept.filter(({ resource }) => resource.id === Bucket).map(({ review }) => review);
    expect([isDeleted, reviews]).toEqual(expected);
    close();
  });
});

describe('an adopted bucket whose deletion was killed in the middle', () => {
  /** The key with a control character is deleted by a call of its own, before all others. */
  async function killedLab() {
    const lab = await built.open('cli');
    const Bucket = lab.names.deployBucket;
    for (const key of ['a\u0001', 'thesis.pdf', 'photo.jpg']) await put(lab, Bucket, key);
    const session = openTeardownSession(lab.practice);
    await adoptById(session.options, arnOf(Bucket));
    await killAfterOneObject(session);
    const left = recordsOf(lab, Bucket).length;
    return { lab, Bucket, left, ...session };
  }

  it('is deleted when the teardown is resumed', async () => {
    const { lab, Bucket, left, options, close } = await killedLab();
    expect(left).toBeGreaterThan(2);
    const { confirm: _, ...unasked } = options;
    const result = await teardown({ ...unasked, resume: true });
    expect([result.exit, recordsOf(lab, Bucket), everything(lab).size]).toEqual([0, [], 0]);
    close();
  });

  it('stays if a further object came in the meantime', async () => {
    const { lab, Bucket, options, close } = await killedLab();
    lab.practice.emulator.clock.shiftOffset(2_000);
    // The teardown's policy denies writing, unless it could not be set.
    await lab.clients.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await put(lab, Bucket, 'late.txt');
    const before = recordsOf(lab, Bucket);
    const result = await teardown({ ...options, resume: true });
    expect([result.exit, recordsOf(lab, Bucket)]).toEqual([3, before]);
    close();
  });

  it('stays if the journal does not say when the newest entry was written, as in journals of earlier kits', async () => {
    const { lab, Bucket, options, close } = await killedLab();
    const text = readFileSync(options.journal, 'utf8');
    expect(text).toMatch(/,"agreed":\{[^}]*\}/);
    writeFileSync(options.journal, text.replace(/,"agreed":\{[^}]*\}/, ''));
    expect(openJournal(options.journal).read().length).toBeGreaterThan(3);
    const before = recordsOf(lab, Bucket).filter(([key]) => key.startsWith('s3/versions'));
    const result = await teardown({ ...options, resume: true });
    expect(result.exit).toBe(3);
    expect(recordsOf(lab, Bucket).filter(([key]) => key.startsWith('s3/versions'))).toEqual(before);
    close();
  });
});
