import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  type DeleteMarkerEntry,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, failure, openAccount, textOf } from './account.ts';

let account: Account;
let s3: S3Client;
let count = 0;
beforeAll(async () => {
  account = await openAccount();
  s3 = account.client();
});
afterAll(() => account.close());

/** A new bucket, and the calls of these tests on it. */
async function bucketOf(versioning?: 'Enabled' | 'Suspended') {
  count += 1;
  const Bucket = `versions-${count}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const version = (Status: 'Enabled' | 'Suspended') =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  if (versioning !== undefined) await version(versioning);
  return {
    Bucket,
    version,
    put: (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body })),
    get: (Key: string, VersionId?: string) => s3.send(new GetObjectCommand({ Bucket, Key, VersionId })),
    head: (Key: string, VersionId?: string) => s3.send(new HeadObjectCommand({ Bucket, Key, VersionId })),
    remove: (Key: string, VersionId?: string) => s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId })),
    removeAll: (Objects: ObjectIdentifier[], Quiet = false) =>
      s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet } })),
    async shown() {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      const row = (kind: string) => (entry: DeleteMarkerEntry) =>
        [kind, entry.Key, entry.VersionId, entry.IsLatest] as const;
      return [...Versions.map(row('object')), ...DeleteMarkers.map(row('marker'))];
    },
  };
}

describe('without versioning', () => {
  it('an object is overwritten and deleted permanently', async () => {
    const { put, get, remove, shown } = await bucketOf();
    await put('a', '1');
    expect((await put('a', '2')).VersionId).toBeUndefined();
    expect(await shown()).toEqual([['object', 'a', 'null', true]]);
    expect((await get('a', 'null')).VersionId).toBeUndefined();
    const gone = await remove('a');
    expect([gone.$metadata.httpStatusCode, gone.DeleteMarker]).toEqual([204, undefined]);
    expect(await shown()).toEqual([]);
    expect((await remove('a')).$metadata.httpStatusCode).toBe(204);
  });
});

describe('with versioning', () => {
  it('every write is stored and can be read', async () => {
    const { put, get, head, shown } = await bucketOf('Enabled');
    const first = await put('a', '1');
    const second = await put('a', '2');
    expect(first.VersionId).toMatch(/^[\w.]{32}$/);
    expect(await textOf((await get('a')).Body)).toBe('2');
    expect(await textOf((await get('a', first.VersionId)).Body)).toBe('1');
    expect((await head('a')).VersionId).toBe(second.VersionId);
    expect(await shown()).toEqual([
      ['object', 'a', second.VersionId, true],
      ['object', 'a', first.VersionId, false],
    ]);
  });

  it('a delete hides the object behind a marker, and the answer names the marker', async () => {
    const { Bucket, put, get, head, remove, shown } = await bucketOf('Enabled');
    const { VersionId: id } = await put('a', '1');
    const marker = await remove('a');
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.stringMatching(/^[\w.]{32}$/) });
    const missing = await failure(get('a'));
    expect(missing).toMatchObject({ code: 'NoSuchKey', status: 404 });
    expect(missing.headers).toMatchObject({
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': marker.VersionId,
    });
    expect((await failure(head('a'))).headers['x-amz-delete-marker']).toBe('true');
    const refused = await failure(get('a', marker.VersionId));
    expect(refused).toMatchObject({ code: 'MethodNotAllowed', status: 405 });
    expect(refused.headers).toMatchObject({ 'x-amz-delete-marker': 'true', allow: 'DELETE' });
    expect((await failure(head('a', marker.VersionId))).status).toBe(405);
    const tags = s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a', VersionId: marker.VersionId }));
    expect((await failure(tags)).status).toBe(405);
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    expect(await textOf((await get('a', id)).Body)).toBe('1');
    const from = (version: string | undefined) =>
      s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a?versionId=${version}` }));
    expect((await failure(from(marker.VersionId))).code).toBe('InvalidRequest');
    expect((await from(id)).CopySourceVersionId).toBe(id);

    const undone = await remove('a', marker.VersionId);
    expect(undone).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
    expect(await textOf((await get('a')).Body)).toBe('1');
    expect((await shown()).filter(([, key]) => key === 'a')).toEqual([['object', 'a', id, true]]);
  });

  it('a version is deleted permanently, and a missing one counts as deleted', async () => {
    const { put, get, remove, shown } = await bucketOf('Enabled');
    const first = await put('a', '1');
    const second = await put('a', '2');
    const gone = await remove('a', second.VersionId);
    expect([gone.VersionId, gone.DeleteMarker]).toEqual([second.VersionId, undefined]);
    expect(await textOf((await get('a')).Body)).toBe('1');
    expect((await remove('a', second.VersionId)).VersionId).toBe(second.VersionId);
    expect(await shown()).toEqual([['object', 'a', first.VersionId, true]]);
    expect(await failure(get('a', second.VersionId))).toMatchObject({ code: 'NoSuchVersion', status: 404 });
    expect(await failure(get('a', 'no-version'))).toMatchObject({ code: 'InvalidArgument', status: 400 });
  });

  it('a bucket with only a marker is not empty', async () => {
    const { Bucket, remove } = await bucketOf('Enabled');
    const marker = await remove('never-there');
    const refused = await failure(s3.send(new DeleteBucketCommand({ Bucket })));
    expect(refused).toMatchObject({ code: 'BucketNotEmpty', status: 409 });
    expect(refused.message).toContain('You must delete all versions in the bucket');
    await remove('never-there', marker.VersionId);
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });
});

describe('the null version', () => {
  it('survives the switch to versioning and is replaced while versioning is suspended', async () => {
    const { put, get, remove, shown, version } = await bucketOf();
    await put('a', 'before');
    await version('Enabled');
    const kept = await put('a', 'enabled');
    expect(await textOf((await get('a', 'null')).Body)).toBe('before');
    expect((await get('a', 'null')).VersionId).toBe('null');
    await version('Suspended');
    expect((await put('a', 'suspended')).VersionId).toBe('null');
    expect(await shown()).toEqual([
      ['object', 'a', 'null', true],
      ['object', 'a', kept.VersionId, false],
    ]);
    expect(await remove('a')).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
    expect(await shown()).toEqual([
      ['object', 'a', kept.VersionId, false],
      ['marker', 'a', 'null', true],
    ]);
    expect(await remove('a', 'null')).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
    expect(await textOf((await get('a')).Body)).toBe('enabled');
  });
});

describe('a batch delete', () => {
  it('reports every key', async () => {
    const { put, removeAll, shown } = await bucketOf('Enabled');
    const { VersionId: id } = await put('a', '1');
    await put('b <&> ü', '1');
    const { Deleted, Errors } = await removeAll([
      { Key: 'a', VersionId: id },
      { Key: 'b <&> ü' },
      { Key: 'never' },
      { Key: 'a', VersionId: 'bad' },
    ]);
    expect(Deleted).toEqual([
      { Key: 'a', VersionId: id },
      { Key: 'b <&> ü', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
      { Key: 'never', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
    ]);
    expect(Errors).toMatchObject([{ Key: 'a', VersionId: 'bad', Code: 'InvalidArgument' }]);
    const markers = (await shown()).filter(([kind]) => kind === 'marker');
    const quiet = await removeAll(
      markers.map(([, Key, VersionId]) => ({ Key, VersionId })),
      true,
    );
    expect([quiet.Deleted, quiet.Errors]).toEqual([undefined, undefined]);
    expect((await shown()).map(([kind, key]) => [kind, key])).toEqual([['object', 'b <&> ü']]);
  });

  it('has between one and a thousand keys', async () => {
    const { removeAll } = await bucketOf();
    const keys = Array.from({ length: 1001 }, (_, i) => ({ Key: `k${i}` }));
    expect(await failure(removeAll(keys))).toMatchObject({ code: 'MalformedXML', status: 400 });
    expect((await removeAll(keys.slice(1))).Deleted).toHaveLength(1000);
  });

  it('is rejected without a digest', async () => {
    const { Bucket } = await bucketOf();
    const bare = account.client({ config: { requestChecksumCalculation: 'WHEN_REQUIRED' } });
    bare.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        for (const name of Object.keys(headers)) {
          if (/checksum|content-md5/i.test(name)) delete headers[name];
        }
        return next(args);
      },
      { step: 'build', priority: 'low' },
    );
    const call = bare.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }] } }));
    expect(await failure(call)).toMatchObject({ code: 'InvalidRequest', status: 400 });
  });
});
