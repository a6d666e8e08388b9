import { defined } from '../../../core/defined.ts';
import { requireBucket } from '../access.ts';
import { invalidArgument } from '../errors.ts';
import { ownerOf } from '../names.ts';
import { quoted } from '../objects/write.ts';
import type { S3Operations } from '../operations.ts';
import { listPermissions } from '../permissions.ts';
import type { Bucket, ObjectVersion } from '../records.ts';
import type { S3State } from '../state.ts';
import { keyEncoder, pageSize } from './encoding.ts';
import { type ListedGroup, type ListOptions, listGroups } from './list-groups.ts';

interface Page {
  groups: ListedGroup[];
  isTruncated: boolean;
  /** Key or prefix of the page's last group. */
  last: string | undefined;
}

function pageOf(state: S3State, bucket: Bucket, options: ListOptions, limit: number): Page {
  const groups: ListedGroup[] = [];
  if (limit === 0) return { groups, isTruncated: false, last: undefined };
  const isObject = (key: string) => state.latest(bucket.name, key)?.marker === false;
  for (const group of listGroups(state.keys(bucket.name), options, isObject)) {
    const previous = groups.at(-1);
    if (groups.length === limit)
      return { groups, isTruncated: true, last: previous?.key ?? previous?.prefix };
    groups.push(group);
  }
  const lastGroup = groups.at(-1);
  return { groups, isTruncated: false, last: lastGroup?.key ?? lastGroup?.prefix };
}

function contents(
  state: S3State,
  bucket: Bucket,
  page: Page,
  encodeKey: (key: string) => string,
  withOwner: boolean,
) {
  const objects = page.groups.flatMap((group) => {
    const version = group.key === undefined ? undefined : state.latest(bucket.name, group.key);
    return version === undefined || version.marker ? [] : [objectEntry(version, encodeKey, withOwner)];
  });
  const prefixes = page.groups.flatMap((group) =>
    group.prefix === undefined ? [] : [{ Prefix: encodeKey(group.prefix) }],
  );
  return {
    ...(objects.length > 0 ? { Contents: objects } : {}),
    ...(prefixes.length > 0 ? { CommonPrefixes: prefixes } : {}),
  };
}

/** An object as every list shows it. */
export function objectEntry(version: ObjectVersion, encodeKey: (key: string) => string, withOwner: boolean) {
  return {
    Key: encodeKey(version.key),
    LastModified: new Date(Math.floor(version.modified / 1000) * 1000),
    ETag: quoted(version.etag),
    ...(version.checksum === undefined
      ? {}
      : { ChecksumAlgorithm: [version.checksum.algorithm], ChecksumType: version.checksum.type }),
    Size: version.size,
    StorageClass: version.storageClass,
    ...(withOwner ? { Owner: ownerOf(version.ownerAccountId) } : {}),
  };
}

// Clients must not interpret a token, so its form is our choice. This form allows `readToken` to reject invalid ones.
const tokenOf = (last: string) => `1${Buffer.from(last).toString('base64')}`;

function readToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token.slice(1), 'base64').toString('utf8');
  if (tokenOf(text) !== token || text === '')
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  return text;
}

/** ListObjects and ListObjectsV2: the latest version of each key, unless it is a delete marker. */
export const listObjectOperations = (state: S3State) =>
  ({
    ListObjects: {
      permissions: listPermissions(state, 'ListBucket'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const encodeKey = keyEncoder(input.EncodingType);
        const limit = pageSize(input.MaxKeys);
        const { Prefix: prefix, Delimiter: delimiter, Marker: marker } = input;
        const page = pageOf(state, bucket, { prefix, delimiter, after: marker || undefined }, limit);
        return {
          Name: bucket.name,
          Prefix: encodeKey(prefix ?? ''),
          Marker: encodeKey(marker ?? ''),
          MaxKeys: limit,
          ...(delimiter ? { Delimiter: encodeKey(delimiter) } : {}),
          ...defined({ EncodingType: input.EncodingType }),
          IsTruncated: page.isTruncated,
          // Without a delimiter, S3 returns no NextMarker: clients use the last key.
          ...(page.isTruncated && delimiter && page.last !== undefined
            ? { NextMarker: encodeKey(page.last) }
            : {}),
          ...contents(state, bucket, page, encodeKey, true),
        };
      },
    },

    ListObjectsV2: {
      permissions: listPermissions(state, 'ListBucket'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const encodeKey = keyEncoder(input.EncodingType);
        const limit = pageSize(input.MaxKeys);
        const {
          Prefix: prefix,
          Delimiter: delimiter,
          StartAfter: startAfter,
          ContinuationToken: token,
        } = input;
        const after = readToken(token) ?? (startAfter || undefined);
        const page = pageOf(state, bucket, { prefix, delimiter, after }, limit);
        return {
          Name: bucket.name,
          Prefix: encodeKey(prefix ?? ''),
          MaxKeys: limit,
          KeyCount: page.groups.length,
          ...(delimiter ? { Delimiter: encodeKey(delimiter) } : {}),
          ...(startAfter === undefined ? {} : { StartAfter: encodeKey(startAfter) }),
          ...defined({ EncodingType: input.EncodingType, ContinuationToken: token }),
          IsTruncated: page.isTruncated,
          ...(page.isTruncated && page.last !== undefined
            ? { NextContinuationToken: tokenOf(page.last) }
            : {}),
          ...contents(state, bucket, page, encodeKey, input.FetchOwner ?? false),
        };
      },
    },
  }) satisfies S3Operations;
