import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, failure, openAccount, textOf } from './account.ts';

const Bucket = 'objects-of-all-kinds';
let account: Account;
let s3: S3Client;
beforeAll(async () => {
  account = await openAccount();
  s3 = account.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => account.close());

const put = (Key: string, Body: string | Readable, more: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
const head = (Key: string, more = {}) => s3.send(new HeadObjectCommand({ Bucket, Key, ...more }));

describe('an object', () => {
  it('is returned as it was put', async () => {
    const Expires = new Date('2030-01-02T03:04:05Z');
    const written = await put('page', 'hello', {
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'max-age=60',
      ContentDisposition: 'inline',
      ContentLanguage: 'en',
      Expires,
      Metadata: { Author: 'Ada', note: 'a b' },
      Tagging: 'seat=a1&x=y%20z',
    });
    expect(written.ETag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`);
    expect(written).toMatchObject({ ServerSideEncryption: 'AES256', ChecksumType: 'FULL_OBJECT' });
    expect(written.VersionId).toBeUndefined();
    const read = await get('page');
    expect(await textOf(read.Body)).toBe('hello');
    expect(read).toMatchObject({
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'max-age=60',
      ContentDisposition: 'inline',
      ContentLanguage: 'en',
      Expires,
      ContentLength: 5,
      AcceptRanges: 'bytes',
      TagCount: 2,
      Metadata: { author: 'Ada', note: 'a b' },
    });
    expect(read.StorageClass).toBeUndefined();
    const { Body: _, $metadata: __, ...rest } = read;
    const { $metadata: ___, ...headed } = await head('page', { ChecksumMode: 'ENABLED' });
    expect(headed).toEqual(rest);
  });

  it('may be empty', async () => {
    await put('empty', '');
    const read = await get('empty');
    expect([await textOf(read.Body), read.ContentLength]).toEqual(['', 0]);
  });

  it.each([
    ' a b ',
    'a+b',
    'per%cent',
    'amp&lt<>"\'',
    'line\nbreak',
    'ünï/ço dé/𝄞',
    '//double//',
    'a?b#c',
    '.',
    'a/../b',
  ])('can have the key %j', async (key) => {
    await put(key, key);
    expect(await textOf((await get(key)).Body)).toBe(key);
  });

  it('has a key of at most 1024 bytes', async () => {
    await put('é'.repeat(512), 'x');
    expect(await failure(put(`${'é'.repeat(512)}x`, 'x'))).toMatchObject({
      code: 'KeyTooLongError',
      status: 400,
    });
  });

  it('can be uploaded in chunks', async () => {
    const body = Buffer.alloc(300_000, 'chunk');
    await put('stream', Readable.from([body.subarray(0, 100_001), body.subarray(100_001)]), {
      ContentLength: body.length,
    });
    const read = await get('stream');
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    expect(read.ContentEncoding).toBeUndefined();
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('keeps its %s', async (algorithm) => {
    const written = await put(`sum-${algorithm}`, 'hello', { ChecksumAlgorithm: algorithm });
    const sum = written[`Checksum${algorithm}`];
    expect(sum).toMatch(/=$/);
    const read = await head(`sum-${algorithm}`, { ChecksumMode: 'ENABLED' });
    expect(read[`Checksum${algorithm}`]).toBe(sum);
    expect(read.ChecksumType).toBe('FULL_OBJECT');
    expect((await head(`sum-${algorithm}`))[`Checksum${algorithm}`]).toBeUndefined();
    const wrong = await failure(put('bad', 'hellO', { [`Checksum${algorithm}`]: sum }));
    expect(wrong).toMatchObject({ code: 'BadDigest', status: 400 });
    const short = await failure(put('bad', 'hello', { [`Checksum${algorithm}`]: 'AAA=' }));
    expect(short).toMatchObject({ code: 'InvalidRequest', status: 400 });
  });

  it('must match its Content-MD5', async () => {
    const md5 = createHash('md5').update('hello').digest('base64');
    await put('md5', 'hello', { ContentMD5: md5 });
    expect((await failure(put('md5', 'other', { ContentMD5: md5 }))).code).toBe('BadDigest');
    expect((await failure(put('md5', 'hello', { ContentMD5: 'no' }))).code).toBe('InvalidDigest');
    expect(await textOf((await get('md5')).Body)).toBe('hello');
  });

  it('is written only under its conditions', async () => {
    const once = { IfNoneMatch: '*' };
    const first = await put('once', '1', once);
    expect(await failure(put('once', '2', once))).toMatchObject({ code: 'PreconditionFailed', status: 412 });
    expect(await failure(put('once', '2', { IfMatch: '"0"' }))).toMatchObject({ status: 412 });
    await put('once', '2', { IfMatch: first.ETag });
    expect(await failure(put('never', '1', { IfMatch: '"0"' }))).toMatchObject({
      code: 'NoSuchKey',
      status: 404,
    });
  });
});

describe('a read', () => {
  beforeAll(() => put('digits', '0123456789'));

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=8-', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('of %s returns the right bytes', async (Range, text, ContentRange) => {
    const read = await get('digits', { Range });
    expect(read.$metadata.httpStatusCode).toBe(206);
    expect(read).toMatchObject({ ContentRange, ContentLength: text.length });
    expect(await textOf(read.Body)).toBe(text);
    expect(await head('digits', { Range })).toMatchObject({ ContentRange, ContentLength: text.length });
  });

  it.each(['bytes=10-', 'bytes=-0'])('of %s returns an error outside the object', async (Range) => {
    expect(await failure(get('digits', { Range }))).toMatchObject({ code: 'InvalidRange', status: 416 });
  });

  it('with an invalid range returns the whole object', async () => {
    expect((await get('digits', { Range: 'bytes=1-2,4-5' })).ContentLength).toBe(10);
  });

  it('can have conditions', async () => {
    const { ETag, LastModified } = await head('digits');
    const before = new Date(Number(LastModified) - 60_000);
    expect((await failure(get('digits', { IfNoneMatch: ETag }))).status).toBe(304);
    expect((await failure(head('digits', { IfModifiedSince: LastModified }))).status).toBe(304);
    expect((await failure(get('digits', { IfMatch: '"0"' }))).status).toBe(412);
    expect((await failure(get('digits', { IfUnmodifiedSince: before }))).status).toBe(412);
    const met = {
      IfMatch: ETag,
      IfUnmodifiedSince: before,
      IfNoneMatch: '"0"',
      IfModifiedSince: LastModified,
    };
    expect((await get('digits', met)).ContentLength).toBe(10);
  });

  it('can set the headers of its answer', async () => {
    const read = await get('digits', { ResponseContentType: 'text/plain', ResponseCacheControl: 'no-store' });
    expect(read).toMatchObject({ ContentType: 'text/plain', CacheControl: 'no-store' });
  });

  it('of a missing object returns an error', async () => {
    expect(await failure(get('missing'))).toMatchObject({ code: 'NoSuchKey', status: 404 });
    expect((await failure(head('missing'))).status).toBe(404);
    const nowhere = s3.send(new GetObjectCommand({ Bucket: 'no-such-bucket-here', Key: 'a' }));
    expect(await failure(nowhere)).toMatchObject({ code: 'NoSuchBucket', status: 404 });
  });

  it('returns attributes', async () => {
    const read = await s3.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: 'digits',
        ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'StorageClass', 'ObjectParts'],
      }),
    );
    expect(read).toMatchObject({
      ETag: createHash('md5').update('0123456789').digest('hex'),
      ObjectSize: 10,
      StorageClass: 'STANDARD',
      Checksum: { ChecksumType: 'FULL_OBJECT' },
    });
    expect(read.ObjectParts).toBeUndefined();
  });
});

describe('a copy', () => {
  const copy = (from: string, Key: string, more = {}) =>
    s3.send(
      new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${encodeURIComponent(from)}`, ...more }),
    );

  it('includes bytes, metadata and tags, or replaces them', async () => {
    await put('söurce +', 'bytes', { ContentType: 'text/css', Metadata: { a: '1' }, Tagging: 'k=v' });
    const made = await copy('söurce +', 'same');
    expect(made.CopyObjectResult?.ETag).toBe(`"${createHash('md5').update('bytes').digest('hex')}"`);
    expect(await head('same')).toMatchObject({ ContentType: 'text/css', Metadata: { a: '1' }, TagCount: 1 });
    await copy('söurce +', 'other', {
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
      Metadata: { b: '2' },
      ContentType: 'text/plain',
    });
    const other = await get('other');
    expect([await textOf(other.Body), other.ContentType, other.Metadata, other.TagCount]).toEqual([
      'bytes',
      'text/plain',
      { b: '2' },
      undefined,
    ]);
  });

  it('onto itself must change something', async () => {
    await put('self', 'x');
    expect((await failure(copy('self', 'self'))).code).toBe('InvalidRequest');
    await copy('self', 'self', { MetadataDirective: 'REPLACE', CacheControl: 'no-cache' });
    expect((await head('self')).CacheControl).toBe('no-cache');
  });

  it('of a missing or changed source is rejected', async () => {
    expect((await failure(copy('nothing', 'x'))).code).toBe('NoSuchKey');
    expect((await failure(copy('self', 'x', { CopySourceIfMatch: '"0"' }))).status).toBe(412);
    const nowhere = s3.send(new CopyObjectCommand({ Bucket, Key: 'x', CopySource: 'no-such-bucket-here/a' }));
    expect((await failure(nowhere)).code).toBe('NoSuchBucket');
  });
});

describe('tags and ACL of an object', () => {
  it('change in place', async () => {
    await put('tagged', 'x');
    const TagSet = [{ Key: 'a', Value: '1' }];
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } }));
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet).toEqual(TagSet);
    expect(await textOf((await get('tagged')).Body)).toBe('x');
    await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet).toEqual([]);
    const many = Array.from({ length: 11 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    const tooMany = new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet: many } });
    expect((await failure(s3.send(tooMany))).code).toBe('BadRequest');
  });

  it('give the owner full control', async () => {
    const acl = await s3.send(new GetObjectAclCommand({ Bucket, Key: 'tagged' }));
    expect(acl.Grants?.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL']);
    expect((await failure(put('open', 'x', { ACL: 'public-read' }))).code).toBe(
      'AccessControlListNotSupported',
    );
    await put('owned', 'x', { ACL: 'bucket-owner-full-control' });
  });
});
