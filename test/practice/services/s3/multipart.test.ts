import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteBucketCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Part } from '../../../../practice/services/s3/records.ts';
import { type Account, failure, openAccount } from './account.ts';

const Bucket = 'in-many-parts';
const five = Buffer.alloc(5 * 1024 * 1024, 'five');
const tail = Buffer.from('the tail');
let account: Account;
let s3: S3Client;
beforeAll(async () => {
  account = await openAccount();
  s3 = account.client({ config: { requestChecksumCalculation: 'WHEN_REQUIRED' } });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => account.close());

async function start(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  const named = { Bucket, Key, UploadId };
  return {
    UploadId,
    part: async (PartNumber: number, Body: Buffer): Promise<CompletedPart> => {
      const command = new UploadPartCommand({
        ...named,
        PartNumber,
        Body,
        ChecksumAlgorithm: more.ChecksumAlgorithm,
      });
      const { ETag, ChecksumSHA256, ChecksumCRC32 } = await s3.send(command);
      return { PartNumber, ETag, ChecksumSHA256, ChecksumCRC32 };
    },
    complete: (Parts: CompletedPart[], also = {}) =>
      s3.send(new CompleteMultipartUploadCommand({ ...named, MultipartUpload: { Parts }, ...also })),
    abort: () => s3.send(new AbortMultipartUploadCommand(named)),
    parts: (also = {}) => s3.send(new ListPartsCommand({ ...named, ...also })),
  };
}

describe('a multipart upload', () => {
  it('becomes one object', async () => {
    const upload = await start('whole', { Metadata: { a: '1' }, Tagging: 'k=v' });
    const Parts = [await upload.part(1, five), await upload.part(7, tail)];
    const listed = await upload.parts({ MaxParts: 1 });
    expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1', StorageClass: 'STANDARD' });
    const rest = await upload.parts({ PartNumberMarker: '1' });
    expect(rest.Parts).toMatchObject([{ PartNumber: 7, Size: tail.length, ETag: Parts[1]?.ETag }]);
    const made = await upload.complete(Parts);
    const md5 = (data: Buffer) => createHash('md5').update(data).digest();
    expect(made.ETag).toBe(`"${md5(Buffer.concat([md5(five), md5(tail)])).toString('hex')}-2"`);
    expect(made).toMatchObject({ Bucket, Key: 'whole', ChecksumType: 'FULL_OBJECT' });
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'whole' }));
    expect(read).toMatchObject({ Metadata: { a: '1' }, TagCount: 1, ContentType: 'binary/octet-stream' });
    const body = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
    expect(body.equals(Buffer.concat([five, tail]))).toBe(true);
    const second = await s3.send(new GetObjectCommand({ Bucket, Key: 'whole', PartNumber: 2 }));
    expect(second).toMatchObject({ ContentLength: tail.length, PartsCount: 2 });
    expect(await second.Body?.transformToString()).toBe('the tail');
    expect((await failure(upload.complete(Parts))).code).toBe('NoSuchUpload');
    expect((await failure(upload.parts())).code).toBe('NoSuchUpload');
  });

  it('stores a checksum of its parts', async () => {
    const upload = await start('summed', { ChecksumAlgorithm: 'SHA256' });
    const Parts = [await upload.part(1, five), await upload.part(2, tail)];
    const bare = Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    expect((await failure(upload.complete(bare))).code).toBe('InvalidRequest');
    const made = await upload.complete(Parts);
    const sha = (data: Buffer) => createHash('sha256').update(data).digest();
    const sum = `${sha(Buffer.concat([sha(five), sha(tail)])).toString('base64')}-2`;
    expect(made).toMatchObject({ ChecksumSHA256: sum, ChecksumType: 'COMPOSITE' });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'summed', ChecksumMode: 'ENABLED' }));
    expect(head.ChecksumSHA256).toBe(sum);
    const attributes = await s3.send(
      new GetObjectAttributesCommand({ Bucket, Key: 'summed', ObjectAttributes: ['ObjectParts'] }),
    );
    expect(attributes.ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      Parts: [
        { PartNumber: 1, Size: five.length, ChecksumSHA256: sha(five).toString('base64') },
        { PartNumber: 2, Size: tail.length },
      ],
    });
  });

  it('can have a checksum of the whole object', async () => {
    const upload = await start('crc', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const made = await upload.complete([await upload.part(1, five), await upload.part(2, tail)]);
    const once = new PutObjectCommand({
      Bucket,
      Key: 'crc-once',
      Body: Buffer.concat([five, tail]),
      ChecksumAlgorithm: 'CRC32',
    });
    expect(made.ChecksumCRC32).toBe((await s3.send(once)).ChecksumCRC32);
    const impossible = start('x', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' });
    expect((await failure(impossible)).code).toBe('InvalidRequest');
  });

  it('is rejected with wrong parts', async () => {
    const upload = await start('wrong');
    const [one, two] = [await upload.part(1, tail), await upload.part(2, tail)];
    expect((await failure(upload.complete([two, one]))).code).toBe('InvalidPartOrder');
    expect((await failure(upload.complete([{ ...one, ETag: '"0"' }]))).code).toBe('InvalidPart');
    expect((await failure(upload.complete([{ ...one, PartNumber: 3 }]))).code).toBe('InvalidPart');
    expect((await failure(upload.complete([one, two]))).code).toBe('EntityTooSmall');
    expect((await failure(upload.complete([]))).code).toBe('MalformedXML');
    expect((await failure(upload.part(10_001, tail))).code).toBe('InvalidArgument');
    await upload.complete([two]);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'wrong' }))).ContentLength).toBe(tail.length);
    const again = await start('wrong');
    const part = await again.part(1, tail);
    expect((await failure(again.complete([part], { IfNoneMatch: '*' }))).code).toBe('PreconditionFailed');
    await again.abort();
    expect((await failure(again.part(1, tail))).code).toBe('NoSuchUpload');
  });

  it('can copy its parts', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'digits', Body: '0123456789' }));
    const upload = await start('copied');
    const copy = (CopySourceRange?: string) =>
      s3.send(
        new UploadPartCopyCommand({
          Bucket,
          Key: 'copied',
          UploadId: upload.UploadId,
          PartNumber: 1,
          CopySource: `${Bucket}/digits`,
          CopySourceRange,
        }),
      );
    expect((await failure(copy('bytes=5-10'))).code).toBe('InvalidArgument');
    await copy();
    const { CopyPartResult } = await copy('bytes=2-4');
    await upload.complete([{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
    expect(await read.Body?.transformToString()).toBe('234');
  });

  it('is listed until it ends, and does not keep its bucket from being deleted', async () => {
    const other = 'uploads-listed';
    await s3.send(new CreateBucketCommand({ Bucket: other }));
    const ids: (string | undefined)[] = [];
    for (const Key of ['a', 'a', 'd/1', 'd/2'])
      ids.push((await s3.send(new CreateMultipartUploadCommand({ Bucket: other, Key }))).UploadId);
    const list = (more = {}) => s3.send(new ListMultipartUploadsCommand({ Bucket: other, ...more }));
    const first = await list({ MaxUploads: 1 });
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'a' });
    const rest = await list({ KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker });
    const found = [...(first.Uploads ?? []), ...(rest.Uploads ?? [])].map(({ UploadId }) => UploadId);
    expect(new Set(found)).toEqual(new Set(ids));
    expect((await list({ Delimiter: '/' })).CommonPrefixes).toEqual([{ Prefix: 'd/' }]);
    await s3.send(new DeleteBucketCommand({ Bucket: other }));
  });
});

it('has the size limit of any object, which is checked before its parts are read', async () => {
  const upload = await start('too-large');
  const Parts = [await upload.part(1, tail), await upload.part(2, tail)];
  const parts = account.emulator.store.collection<Part>('s3/parts');
  for (const [key, part] of [...parts.entries()])
    if (part.uploadId === upload.UploadId) parts.set(key, { ...part, size: 300 * 1024 * 1024 });
  expect(await failure(upload.complete(Parts))).toMatchObject({ code: 'EntityTooLarge', status: 400 });
});
