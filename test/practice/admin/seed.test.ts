import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminTestAccount, openAdminTestAccount } from './admin-test-account.ts';

let admin: AdminTestAccount;
const Bucket = 'seeded';
beforeAll(async () => {
  admin = await openAdminTestAccount();
  await admin.clients.s3.send(new CreateBucketCommand({ Bucket: 'unversioned' }));
  await admin.clients.s3.send(new CreateBucketCommand({ Bucket }));
  await admin.clients.s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
});
afterAll(() => admin.close());

it('puts versions and delete markers into a bucket, as if they had been uploaded', async () => {
  const { s3 } = admin.clients;
  const answer = await admin.api.seedBucket({ bucket: Bucket, versions: 5000, keys: 3, markers: 1 });
  expect(answer).toEqual({ bucket: Bucket, versions: 5000, keys: 3, markers: 1 });
  const ids = new Set<string>();
  const keys = new Set<string>();
  let markers = 0;
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from !== undefined) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, ...from }),
    );
    markers += page.DeleteMarkers?.length ?? 0;
    for (const { Key = '', VersionId = '' } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      ids.add(VersionId);
      keys.add(Key);
    }
    const { NextKeyMarker: KeyMarker = '', NextVersionIdMarker: VersionIdMarker = '' } = page;
    from = page.IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
  }
  expect([ids.size, keys.size, markers]).toEqual([5000, 3, 1]);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: [...keys][0] ?? '' }));
  expect(await Body?.transformToString()).toBe('seeded\n');
});

it.each([
  [{}, 400, 'bucket is missing; expected the name of a bucket.'],
  [{ bucket: 'none', versions: 1 }, 404, 'There is no bucket none.'],
  [{ bucket: 'unversioned', versions: 1 }, 400, 'Bucket unversioned keeps no versions'],
  [{ bucket: Bucket }, 400, 'versions is missing; expected a whole number from 1 to 1000000.'],
  [{ bucket: Bucket, versions: 2_000_000 }, 400, 'versions is 2000000; expected'],
  [{ bucket: Bucket, versions: 2, keys: 3 }, 400, 'keys is 3; expected a whole number from 1 to 2.'],
  [{ bucket: Bucket, versions: 2, markers: 3 }, 400, 'markers is 3; expected a whole number from 0 to 2.'],
  [{ bucket: Bucket, versions: 2, odd: 'yes' }, 400, 'odd is "yes"; expected true or false.'],
])('rejects %j', async (body, status, message) => {
  const answer = await admin.send('POST', 'seed', body);
  expect(answer.status).toBe(status);
  expect(answer.json.error).toContain(message);
});

it('creates special keys on request, each of which S3 can list and return', async () => {
  const { s3 } = admin.clients;
  await admin.api.seedBucket({ bucket: Bucket, versions: 200, keys: 200, odd: true });
  const listed = ['seeded/00005', 'seeded/00009'].map((Prefix) =>
    s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, EncodingType: 'url' })),
  );
  const odd = (await Promise.all(listed)).flatMap(({ Versions = [] }) =>
    Versions.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' '))),
  );
  expect(odd).toHaveLength(20);
  expect(Math.max(...odd.map((key) => Buffer.byteLength(key)))).toBe(1024);
  for (const Key of odd) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe('seeded\n');
  }
});
