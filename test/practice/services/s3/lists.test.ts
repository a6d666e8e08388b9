import {
  type _Object,
  type CommonPrefix,
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, failure, openAccount } from './account.ts';

let account: Account;
let s3: S3Client;
beforeAll(async () => {
  account = await openAccount();
  s3 = account.client();
});
afterAll(() => account.close());

async function bucketWith(Bucket: string, keys: string[], versioned = false) {
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (versioned)
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  return Bucket;
}

const keysOf = (page: { Contents?: _Object[] | undefined }) => (page.Contents ?? []).map(({ Key }) => Key);
const prefixesOf = (page: { CommonPrefixes?: CommonPrefix[] | undefined }) =>
  (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix);

describe('a list of objects', () => {
  const keys = ['a', 'b/1', 'b/2', 'b/c/3', 'b0', 'd/4', 'e'];
  let Bucket: string;
  beforeAll(async () => {
    Bucket = await bucketWith('list-objects', keys);
  });

  it('is in the order of UTF-8', async () => {
    const odd = ['Z', 'a', 'z', 'é', '\uffee', '𝄞'];
    const bucket = await bucketWith('list-order', [...odd].reverse());
    expect(keysOf(await s3.send(new ListObjectsV2Command({ Bucket: bucket })))).toEqual(odd);
  });

  it('has pages', async () => {
    const found: (string | undefined)[] = [];
    let token: string | undefined;
    let pages = 0;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, MaxKeys: 3, ContinuationToken: token, FetchOwner: true }),
      );
      expect(page.KeyCount).toBe(page.Contents?.length);
      expect(page.Contents?.[0]).toMatchObject({
        StorageClass: 'STANDARD',
        Owner: { ID: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
      found.push(...keysOf(page));
      token = page.NextContinuationToken;
      pages += 1;
    } while (token !== undefined);
    expect([found, pages]).toEqual([keys, 3]);
    const wrong = s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'made-up' }));
    expect((await failure(wrong)).code).toBe('InvalidArgument');
  });

  it('can be limited to a prefix and grouped at a delimiter', async () => {
    const top = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect([keysOf(top), prefixesOf(top), top.KeyCount]).toEqual([['a', 'b0', 'e'], ['b/', 'd/'], 5]);
    const below = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', Prefix: 'b/' }));
    expect([keysOf(below), prefixesOf(below)]).toEqual([['b/1', 'b/2'], ['b/c/']]);
    const none = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'x' }));
    expect([none.KeyCount, none.IsTruncated, none.Contents]).toEqual([0, false, undefined]);
  });

  it('groups across pages without repeating a prefix', async () => {
    const found: unknown[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 1, ContinuationToken: token }),
      );
      found.push(...keysOf(page), ...prefixesOf(page));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(found).toEqual(['a', 'b/', 'b0', 'd/', 'e']);
  });

  it('starts after a key', async () => {
    const after = await s3.send(new ListObjectsV2Command({ Bucket, StartAfter: 'b/c/3' }));
    expect([keysOf(after), after.StartAfter]).toEqual([['b0', 'd/4', 'e'], 'b/c/3']);
  });

  it('has an older form with markers', async () => {
    const first = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 2 }));
    expect([keysOf(first), first.IsTruncated, first.NextMarker]).toEqual([['a', 'b/1'], true, undefined]);
    const rest = await s3.send(new ListObjectsCommand({ Bucket, Marker: 'b/1' }));
    expect([keysOf(rest), rest.Marker, rest.IsTruncated]).toEqual([keys.slice(2), 'b/1', false]);
    const rolled = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 2 }));
    expect([keysOf(rolled), prefixesOf(rolled), rolled.NextMarker]).toEqual([['a'], ['b/'], 'b/']);
    const more = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: 'b/' }));
    expect([keysOf(more), prefixesOf(more)]).toEqual([['b0', 'e'], ['d/']]);
  });

  it('can have zero keys, and has a thousand at most', async () => {
    const none = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
    expect([none.KeyCount, none.IsTruncated]).toEqual([0, false]);
    expect((await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 5000 }))).MaxKeys).toBe(1000);
    expect((await failure(s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: -1 })))).code).toBe(
      'InvalidArgument',
    );
  });

  it('encodes keys so that XML can contain them', async () => {
    const odd = ['a b+c', 'line\nbreak', '<&>', '100%', "ü(1)/*~'", '\u0001'];
    const bucket = await bucketWith('list-encoded', odd);
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, EncodingType: 'url', Prefix: '' }));
    expect(page.EncodingType).toBe('url');
    const written = keysOf(page).map((key) => key ?? '');
    expect(written).toContain('a+b%2Bc');
    expect(written).toContain('%C3%BC%281%29/*%7E%27');
    const read = written.map((key) => decodeURIComponent(key.replaceAll('+', ' ')));
    expect(new Set(read)).toEqual(new Set(odd));
    const wrong = s3.send(new ListObjectsV2Command({ Bucket: bucket, EncodingType: 'hex' as 'url' }));
    expect((await failure(wrong)).code).toBe('InvalidArgument');
  });
});

describe('a list of versions', () => {
  let Bucket: string;
  /** Every version in order: key and id. */
  const expected: [string, string | undefined][] = [];
  beforeAll(async () => {
    Bucket = await bucketWith('list-versions', [], true);
    for (const Key of ['a', 'long', 'p/1', 'p/2', 'z']) {
      const ids: (string | undefined)[] = [];
      for (let i = 0; i < (Key === 'long' ? 5 : 1); i++)
        ids.unshift((await s3.send(new PutObjectCommand({ Bucket, Key, Body: String(i) }))).VersionId);
      if (Key === 'long') ids.unshift((await s3.send(new DeleteObjectCommand({ Bucket, Key }))).VersionId);
      expected.push(...ids.map((id): [string, string | undefined] => [Key, id]));
    }
  });

  const list = (more: Partial<ListObjectVersionsCommandInput> = {}) =>
    s3.send(new ListObjectVersionsCommand({ Bucket, ...more }));
  /** The SDK separates markers. A page of one entry cannot be out of order. */
  const entriesOf = (page: ListObjectVersionsCommandOutput) => [
    ...(page.DeleteMarkers ?? []),
    ...(page.Versions ?? []),
  ];

  it.each([1, 2, 4, 100])(
    'has each version once in pages of %i, also if a key spans pages',
    async (MaxKeys) => {
      const found: unknown[] = [];
      let page: ListObjectVersionsCommandOutput | undefined;
      do {
        page = await list({
          MaxKeys,
          KeyMarker: page?.NextKeyMarker,
          VersionIdMarker: page?.NextVersionIdMarker,
        });
        const entries = entriesOf(page);
        expect(entries.length).toBeLessThanOrEqual(MaxKeys);
        found.push(...entries.map(({ Key, VersionId }) => [Key, VersionId]));
      } while (page.IsTruncated);
      if (MaxKeys === 1) expect(found).toEqual(expected);
      expect(found).toHaveLength(expected.length);
      expect(new Set(found.map(String))).toEqual(new Set(expected.map(String)));
    },
  );

  it('marks the latest version', async () => {
    const page = await list({ Prefix: 'long' });
    expect(page.DeleteMarkers).toMatchObject([{ Key: 'long', IsLatest: true }]);
    expect(page.Versions?.map(({ IsLatest }) => IsLatest)).toEqual([false, false, false, false, false]);
  });

  it('continues after a key, and after a version that was deleted', async () => {
    expect(entriesOf(await list({ KeyMarker: 'long' })).map(({ Key }) => Key)).toEqual(['p/1', 'p/2', 'z']);
    const [, , third, fourth] = expected.filter(([key]) => key === 'long');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'long', VersionId: third?.[1] }));
    const page = await list({ KeyMarker: 'long', VersionIdMarker: third?.[1], MaxKeys: 1 });
    expect(page.Versions?.[0]?.VersionId).toBe(fourth?.[1]);
    expected.splice(expected.indexOf(third as [string, string]), 1);
  });

  it('groups at a delimiter', async () => {
    const page = await list({ Delimiter: '/' });
    expect(prefixesOf(page)).toEqual(['p/']);
    expect(new Set(entriesOf(page).map(({ Key }) => Key))).toEqual(new Set(['a', 'long', 'z']));
  });

  it('requires a key marker with a version marker', async () => {
    expect((await failure(list({ VersionIdMarker: 'x' }))).code).toBe('InvalidArgument');
    expect((await failure(list({ KeyMarker: 'a', VersionIdMarker: 'x' }))).code).toBe('InvalidArgument');
  });
});
