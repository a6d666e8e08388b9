import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCalls } from '../../../checker/account/calls.ts';
import { makeClients } from '../../../checker/account/clients.ts';
import { pages, readAll } from '../../../checker/account/paging.ts';
import { bucket, objectVersionPages, versionsOf } from '../../../checker/account/s3.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { type Clients, clientsOf } from '../../../scenarios/practice-clients.ts';

const Bucket = 'listing-test';
let practice: Practice;
let own: Clients;
let clients: ReturnType<typeof makeClients>;

beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  own = clientsOf(practice);
  clients = makeClients({
    region: practice.region,
    endpoint: practice.endpoint,
    credentials: {
      accessKeyId: practice.exports.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: practice.exports.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  await own.s3.send(new CreateBucketCommand({ Bucket }));
  await own.s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  for (let version = 0; version < 5; version++) {
    await own.s3.send(new PutObjectCommand({ Bucket, Key: 'a b+c%&<é>.txt', Body: `${version}` }));
  }
  await own.s3.send(new PutObjectCommand({ Bucket, Key: 'z', Body: 'z' }));
  await own.s3.send(new DeleteObjectCommand({ Bucket, Key: 'z' }));
});
afterAll(async () => {
  own.destroy();
  clients.destroy();
  await practice.close();
});

const demand = async () => {
  const calls = makeCalls(clients);
  const found = await bucket(calls, Bucket, practice.accountId);
  if (found.state !== 'known') throw new Error('no bucket');
  return { calls, found: found.value };
};

describe('listings', () => {
  it('return every version and delete marker, with unchanged keys, and one key over several pages', async () => {
    const { calls, found } = await demand();
    const items = [];
    let count = 0;
    const listing = pages(calls, {
      service: 's3',
      operation: 'ListObjectVersions',
      input: { Bucket, MaxKeys: 2 },
      next: ({ IsTruncated, NextKeyMarker, NextVersionIdMarker }) =>
        IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined,
    });
    for await (const page of listing) {
      if (page.state !== 'known') throw new Error('a page failed');
      items.push(...(page.value.Versions ?? []), ...(page.value.DeleteMarkers ?? []));
      count++;
    }
    expect([items.length, count]).toEqual([7, 4]);
    for await (const page of objectVersionPages(calls, found)) {
      expect(page).toMatchObject({ state: 'known' });
      if (page.state !== 'known') continue;
      expect(page.value.filter(({ key }) => key === 'a b+c%&<é>.txt')).toHaveLength(5);
      expect(page.value.find(({ isDeleteMarker: marker }) => marker)).toMatchObject({
        key: 'z',
        latest: true,
      });
    }
    expect(await versionsOf(calls, found, 'a b+c%&<é>.txt')).toMatchObject({
      value: { length: 5, 0: { latest: true } },
    });
  });

  it('report when they reached their bound', async () => {
    const { calls } = await demand();
    const fact = await readAll(calls, {
      service: 's3',
      operation: 'ListObjectVersions',
      input: { Bucket, MaxKeys: 2 },
      next: ({ IsTruncated, NextKeyMarker, NextVersionIdMarker }) =>
        IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined,
      items: ({ Versions = [] }) => Versions,
      maxPages: 1,
    });
    expect(fact).toMatchObject({ value: { complete: false, items: { length: 2 } } });
  });

  it('repeat no call, and make none that is missing from the table', async () => {
    const { calls, found } = await demand();
    await Promise.all([versionsOf(calls, found, 'z'), versionsOf(calls, found, 'z')]);
    await bucket(calls, Bucket, practice.accountId);
    expect(calls.counts()).toEqual([
      { service: 's3', operation: 'HeadBucket', count: 1 },
      { service: 's3', operation: 'ListObjectVersions', count: 1 },
    ]);
    await expect(calls.read('s3', 'DeleteBucket' as never, { Bucket } as never)).rejects.toThrow(
      /not declared as a read/,
    );
  });
});
