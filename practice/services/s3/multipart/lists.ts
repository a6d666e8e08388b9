import { defined } from '../../../core/defined.ts';
import { requireBucket } from '../access.ts';
import { checksumMembers } from '../checksums.ts';
import { compareKeys, SortedKeys } from '../key-order.ts';
import { keyEncoder, pageSize } from '../lists/encoding.ts';
import { listGroups } from '../lists/list-groups.ts';
import { canonicalId, ownerOf } from '../names.ts';
import { quoted } from '../objects/write.ts';
import type { S3Operations } from '../operations.ts';
import { listPermissions, objectPermissions } from '../permissions.ts';
import type { Upload } from '../records.ts';
import type { S3State } from '../state.ts';
import { requireUpload } from './upload.ts';

const initiatorOf = (upload: Upload) => ({
  ID: upload.initiatorArn === '' ? canonicalId(upload.ownerAccountId) : upload.initiatorArn,
  DisplayName: upload.initiatorArn.split('/').at(-1) ?? '',
});

const checksumMembersOf = (upload: Upload) =>
  upload.checksumAsked
    ? { ChecksumAlgorithm: upload.checksumAlgorithm, ChecksumType: upload.checksumType }
    : {};

/** The operations that list unfinished uploads and their parts. */
export const uploadListOperations = (state: S3State) =>
  ({
    ListParts: {
      permissions: objectPermissions(state, ['ListMultipartUploadParts']),
      run(input, call) {
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
          ...checksumMembersOf(upload),
          Parts: page.map((part) => ({
            PartNumber: part.number,
            LastModified: new Date(part.modified),
            ETag: quoted(part.etag),
            Size: part.size,
            ...checksumMembers(part.checksum),
          })),
        };
      },
    },

    ListMultipartUploads: {
      permissions: listPermissions(state, 'ListBucketMultipartUploads'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const encodeKey = keyEncoder(input.EncodingType);
        const limit = pageSize(input.MaxUploads, 'max-uploads');
        const { Prefix: prefix, Delimiter: delimiter } = input;
        const keyMarker = input.KeyMarker || undefined;
        // S3 ignores an upload marker without a key marker.
        const idMarker = keyMarker === undefined ? undefined : input.UploadIdMarker || undefined;
        const page: ({ upload: Upload } | { common: string })[] = [];
        const all = [...uploadsOf(state, bucket.name, { prefix, delimiter, keyMarker, idMarker })];
        page.push(...all.slice(0, limit));
        const isTruncated = limit > 0 && all.length > limit;
        const last = page.at(-1);
        return {
          Bucket: bucket.name,
          KeyMarker: encodeKey(keyMarker ?? ''),
          UploadIdMarker: idMarker ?? '',
          Prefix: encodeKey(prefix ?? ''),
          ...(delimiter ? { Delimiter: encodeKey(delimiter) } : {}),
          ...defined({ EncodingType: input.EncodingType }),
          MaxUploads: limit,
          IsTruncated: isTruncated,
          NextKeyMarker: encodeKey(
            last === undefined ? '' : 'upload' in last ? last.upload.key : last.common,
          ),
          NextUploadIdMarker: last !== undefined && 'upload' in last ? last.upload.uploadId : '',
          Uploads: page.flatMap((entry) => ('upload' in entry ? [uploadEntry(entry.upload, encodeKey)] : [])),
          CommonPrefixes: page.flatMap((entry) =>
            'common' in entry ? [{ Prefix: encodeKey(entry.common) }] : [],
          ),
        };
      },
    },
  }) satisfies S3Operations;

const uploadEntry = (upload: Upload, encodeKey: (key: string) => string) => ({
  UploadId: upload.uploadId,
  Key: encodeKey(upload.key),
  Initiated: new Date(upload.initiated),
  StorageClass: upload.storageClass,
  Owner: ownerOf(upload.ownerAccountId),
  Initiator: initiatorOf(upload),
  ...checksumMembersOf(upload),
});

function* uploadsOf(
  state: S3State,
  bucket: string,
  options: {
    prefix: string | undefined;
    delimiter: string | undefined;
    keyMarker: string | undefined;
    idMarker: string | undefined;
  },
): Generator<{ upload: Upload } | { common: string }> {
  const byKey = new Map<string, Upload[]>();
  for (const upload of state.uploads.values()) {
    if (upload.bucket !== bucket) continue;
    const ofKey = byKey.get(upload.key);
    if (ofKey === undefined) byKey.set(upload.key, [upload]);
    else ofKey.push(upload);
  }
  const keys = new SortedKeys();
  for (const key of byKey.keys()) keys.add(key);
  const { prefix, delimiter, keyMarker, idMarker } = options;
  for (const group of listGroups(
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
