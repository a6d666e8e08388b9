import type { ListMultipartUploadsCommandInput, ListPartsCommandInput } from '@aws-sdk/client-s3';
import type { Call } from '../../../core/world.ts';
import { requireBucket } from '../access.ts';
import { checksumMembers } from '../checksums.ts';
import { compareKeys, SortedKeys } from '../key-order.ts';
import { keyWriter, pageSize } from '../lists/encoding.ts';
import { walk } from '../lists/walk.ts';
import { canonicalId, ownerOf } from '../names.ts';
import { quoted } from '../objects/write.ts';
import type { Upload } from '../records.ts';
import type { S3State } from '../state.ts';
import { requireUpload } from './upload.ts';

const initiatorOf = (upload: Upload) => ({
  ID: upload.initiatorArn === '' ? canonicalId(upload.ownerAccountId) : upload.initiatorArn,
  DisplayName: upload.initiatorArn.split('/').at(-1) ?? '',
});

const checksumOf = (upload: Upload) =>
  upload.checksumAsked
    ? { ChecksumAlgorithm: upload.checksumAlgorithm, ChecksumType: upload.checksumType }
    : {};

/** What is known of uploads that are not finished. */
export const uploadListOperations = (state: S3State) => ({
  ListParts(input: ListPartsCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const upload = requireUpload(state, bucket, input);
    const limit = pageSize(input.MaxParts, 'max-parts');
    const marker = Number(input.PartNumberMarker ?? 0);
    const rest = state.partsOf(upload).filter((part) => part.number > marker);
    const page = rest.slice(0, limit);
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      PartNumberMarker: String(marker),
      NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
      MaxParts: limit,
      IsTruncated: page.length < rest.length,
      Initiator: initiatorOf(upload),
      Owner: ownerOf(upload.ownerAccountId),
      StorageClass: upload.storageClass,
      ...checksumOf(upload),
      Parts: page.map((part) => ({
        PartNumber: part.number,
        LastModified: new Date(part.modified),
        ETag: quoted(part.etag),
        Size: part.size,
        ...checksumMembers(part.checksum),
      })),
    };
  },

  ListMultipartUploads(input: ListMultipartUploadsCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const write = keyWriter(input.EncodingType);
    const limit = pageSize(input.MaxUploads, 'max-uploads');
    const { Prefix: prefix, Delimiter: delimiter } = input;
    const keyMarker = input.KeyMarker || undefined;
    // An upload marker counts only together with a key marker.
    const idMarker = keyMarker === undefined ? undefined : input.UploadIdMarker || undefined;
    const page: ({ upload: Upload } | { common: string })[] = [];
    const all = [...uploadsOf(state, bucket.name, { prefix, delimiter, keyMarker, idMarker })];
    page.push(...all.slice(0, limit));
    const isTruncated = limit > 0 && all.length > limit;
    const last = page.at(-1);
    return {
      Bucket: bucket.name,
      KeyMarker: write(keyMarker ?? ''),
      UploadIdMarker: idMarker ?? '',
      Prefix: write(prefix ?? ''),
      ...(delimiter ? { Delimiter: write(delimiter) } : {}),
      ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
      MaxUploads: limit,
      IsTruncated: isTruncated,
      NextKeyMarker: write(last === undefined ? '' : 'upload' in last ? last.upload.key : last.common),
      NextUploadIdMarker: last !== undefined && 'upload' in last ? last.upload.uploadId : '',
      Uploads: page.flatMap((entry) => ('upload' in entry ? [uploadEntry(entry.upload, write)] : [])),
      CommonPrefixes: page.flatMap((entry) => ('common' in entry ? [{ Prefix: write(entry.common) }] : [])),
    };
  },
});

const uploadEntry = (upload: Upload, write: (key: string) => string) => ({
  UploadId: upload.uploadId,
  Key: write(upload.key),
  Initiated: new Date(upload.initiated),
  StorageClass: upload.storageClass,
  Owner: ownerOf(upload.ownerAccountId),
  Initiator: initiatorOf(upload),
  ...checksumOf(upload),
});

function* uploadsOf(
  state: S3State,
  bucket: string,
  how: {
    prefix: string | undefined;
    delimiter: string | undefined;
    keyMarker: string | undefined;
    idMarker: string | undefined;
  },
): Generator<{ upload: Upload } | { common: string }> {
  const byKey = new Map<string, Upload[]>();
  for (const upload of state.uploads.values()) {
    if (upload.bucket === bucket) byKey.set(upload.key, [...(byKey.get(upload.key) ?? []), upload]);
  }
  const keys = new SortedKeys();
  for (const key of byKey.keys()) keys.add(key);
  const { prefix, delimiter, keyMarker, idMarker } = how;
  for (const group of walk(
    keys,
    { prefix, delimiter, after: keyMarker, including: idMarker !== undefined },
    () => true,
  )) {
    if (group.prefix !== undefined) {
      yield { common: group.prefix };
      continue;
    }
    const uploads = (byKey.get(group.key) ?? []).sort(
      (a, b) => a.initiated - b.initiated || compareKeys(a.uploadId, b.uploadId),
    );
    const at = group.key === keyMarker ? uploads.findIndex((upload) => upload.uploadId === idMarker) : -1;
    for (const upload of uploads.slice(at + 1)) yield { upload };
  }
}
