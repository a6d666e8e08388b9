import { createHash } from 'node:crypto';
import type { ListMultipartUploadsCommandOutput } from '@aws-sdk/client-s3';
import { type Fact, known, unknown } from '../account/fact.ts';
import { type Bucket, decodeKey, objectVersionPages } from '../account/s3.ts';
import type { AccountWriter } from '../account/write/account-writer.ts';
import { CallFailed, throwIfStopped } from '../account/write/errors.ts';
import type { Contents } from './resource.ts';
import type { AccountScan } from './types.ts';

export interface Upload {
  key: string;
  uploadId: string;
}

/** Yields unfinished multipart uploads, a page at a time. Throws CallFailed. */
export async function* uploadPages(
  writer: AccountWriter,
  bucket: Bucket,
  prefix: string,
): AsyncGenerator<Upload[]> {
  const input = {
    Bucket: bucket.name,
    ExpectedBucketOwner: bucket.owner,
    Prefix: prefix,
    EncodingType: 'url',
  } as const;
  let markers: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const request = { ...input, ...markers };
    const page: ListMultipartUploadsCommandOutput | undefined = await writer.call(
      's3',
      'ListMultipartUploads',
      request,
      bucket.region,
    );
    if (page === undefined) return;
    yield (page.Uploads ?? []).map(({ Key = '', UploadId = '' }) => ({
      key: decodeKey(Key),
      uploadId: UploadId,
    }));
    if (!page.IsTruncated) return;
    markers = {
      KeyMarker: decodeKey(page.NextKeyMarker ?? ''),
      UploadIdMarker: page.NextUploadIdMarker ?? '',
    };
  }
}

/** Counts everything under a prefix, with at most one page in memory. */
export async function measure(scan: AccountScan, bucket: Bucket, prefix = ''): Promise<Fact<Contents>> {
  const contents = { versions: 0, markers: 0, uploads: 0, bytes: 0 };
  const hash = createHash('sha256');
  for await (const page of objectVersionPages(scan.uncached, bucket, prefix)) {
    throwIfStopped(scan.writer.signal);
    if (page.state !== 'known') return page;
    for (const { key, versionId, isDeleteMarker: marker, size } of page.value) {
      contents[marker ? 'markers' : 'versions']++;
      contents.bytes += size;
      hash.update(`${versionId} ${key}\0`);
    }
  }
  try {
    for await (const page of uploadPages(scan.writer, bucket, prefix))
      for (const { key, uploadId } of page) {
        contents.uploads++;
        hash.update(`${uploadId} ${key}\0`);
      }
  } catch (error) {
    if (error instanceof CallFailed) return unknown(error.callError);
    throw error;
  }
  return known({ ...contents, fingerprint: hash.digest('hex').slice(0, 16) });
}

export const isEmpty = ({ versions, markers, uploads }: Contents) => versions + markers + uploads === 0;
