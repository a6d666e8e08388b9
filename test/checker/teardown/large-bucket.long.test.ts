import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adopt, teardown } from '../../../checker/teardown/index.ts';
import { adminClient } from '../../../practice/admin/client/admin-client.ts';
import { createBucket } from '../../../scenarios/finished-lab/build-lab.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { everything, labTag, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab('bucket');
}, 60_000);
afterAll(() => built.close());

it("a bucket of 40,000 versions and markers with special keys is deleted completely, and a neighbor's similar bucket stays", async () => {
  const lab = await built.open();
  const bucket = lab.names.deployBucket;
  await createBucket(lab, `${bucket}-2`);
  const TagSet = [labTag, { Key: 'seat', Value: '2' }];
  await lab.clients.s3.send(new PutBucketTaggingCommand({ Bucket: `${bucket}-2`, Tagging: { TagSet } }));
  await adminClient(lab.env).seedBucket({
    bucket: `${bucket}-2`,
    versions: 2_000,
    keys: 500,
    markers: 100,
    odd: true,
  });
  const theirs = new Set(everything(lab).keys());
  await adminClient(lab.env).seedBucket({
    bucket,
    versions: 40_000,
    keys: 6_000,
    markers: 13_000,
    odd: true,
  });
  const keys = [...everything(lab).values()].map((record) => JSON.parse(record).key as string | undefined);
  for (const odd of [' ', '+', '%', '<', '\n', '\r', '\u0007', '🎉'])
    expect([odd, keys.some((key) => key?.includes(odd))]).toEqual([odd, true]);
  expect(Math.max(...[...new Set(keys)].map((key) => Buffer.byteLength(key ?? '')))).toBe(1024);
  const session = openTeardownSession(lab.practice);
  // No pipeline put it there, so it is kept until the user adopts exactly this list.
  const first = await teardown(session.options);
  expect([first.exit, first.plan?.kept.find(({ resource }) => resource.id === bucket)]).toMatchObject([
    3,
    {
      why: expect.stringContaining(
        'it contains 40,000 object versions, and no record shows who put them there',
      ),
    },
  ]);
  await adopt(session.options, `arn:aws:s3:::${bucket}`, async ({ contents }) => {
    expect(contents?.unexplained?.entries).toBe(40_000);
    return true;
  });
  const result = await teardown(session.options);
  const { contents } = result.plan?.toDelete[0] ?? {};
  expect([contents?.versions, contents?.markers]).toEqual([27_000, 13_000]);
  expect([result.exit, result.verification?.verified]).toEqual([0, true]);
  const left = new Set(everything(lab).keys());
  expect([...theirs].filter((key) => !left.has(key) && !key.endsWith(` ${bucket}`))).toEqual([]);
  expect([...left].filter((key) => !theirs.has(key))).toEqual([]);
  session.close();
}, 600_000);
