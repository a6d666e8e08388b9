import { defined } from '../../../core/defined.ts';
import { requireBucket } from '../access.ts';
import { invalidArgument } from '../errors.ts';
import { ownerOf } from '../names.ts';
import type { S3Operations } from '../operations.ts';
import { listPermissions } from '../permissions.ts';
import type { Bucket, Version } from '../records.ts';
import type { S3State } from '../state.ts';
import { isVersionId, sequenceOf } from '../version-id.ts';
import { keyEncoder, pageSize } from './encoding.ts';
import { type ListOptions, listGroups } from './list-groups.ts';
import { objectEntry } from './objects.ts';

type ListedVersion = { version: Version; prefix?: undefined } | { prefix: string; version?: undefined };

/**
 * The sequence after which a list continues, even if the marker's version was deleted meanwhile. The position of a
 * deleted `null` version is unknown, so the key's versions are listed again rather than skipped.
 */
const sequenceAfterMarker = (state: S3State, bucket: Bucket, key: string, marker: string) =>
  state.find(bucket.name, key, marker)?.sequence ?? sequenceOf(marker);

function* entries(
  state: S3State,
  bucket: Bucket,
  options: ListOptions,
  versionMarker: string | undefined,
): Generator<ListedVersion> {
  for (const group of listGroups(state.keys(bucket.name), options, () => true)) {
    if (group.prefix !== undefined) {
      yield { prefix: group.prefix };
      continue;
    }
    const before =
      versionMarker !== undefined && group.key === options.after
        ? sequenceAfterMarker(state, bucket, group.key, versionMarker)
        : undefined;
    for (const version of state.versions(bucket.name, group.key, before)) yield { version };
  }
}

/** ListObjectVersions: every version and delete marker, in the order of keys, for each key the newest first. */
export const listVersionOperations = (state: S3State) =>
  ({
    ListObjectVersions: {
      permissions: listPermissions(state, 'ListBucketVersions'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const encodeKey = keyEncoder(input.EncodingType);
        const limit = pageSize(input.MaxKeys);
        const { Prefix: prefix, Delimiter: delimiter } = input;
        const keyMarker = input.KeyMarker || undefined;
        const versionMarker = input.VersionIdMarker || undefined;
        if (versionMarker !== undefined && keyMarker === undefined)
          throw invalidArgument(
            'A version-id marker cannot be specified without a key marker.',
            'version-id-marker',
            versionMarker,
          );
        if (versionMarker !== undefined && !isVersionId(versionMarker))
          throw invalidArgument('Invalid version id specified', 'version-id-marker', versionMarker);
        const options: ListOptions = {
          prefix,
          delimiter,
          after: keyMarker,
          including: versionMarker !== undefined,
        };
        const page: ListedVersion[] = [];
        let isTruncated = false;
        if (limit > 0) {
          for (const entry of entries(state, bucket, options, versionMarker)) {
            isTruncated = page.length === limit;
            if (isTruncated) break;
            page.push(entry);
          }
        }
        return {
          Name: bucket.name,
          Prefix: encodeKey(prefix ?? ''),
          KeyMarker: encodeKey(keyMarker ?? ''),
          VersionIdMarker: versionMarker ?? '',
          MaxKeys: limit,
          ...(delimiter ? { Delimiter: encodeKey(delimiter) } : {}),
          ...defined({ EncodingType: input.EncodingType }),
          IsTruncated: isTruncated,
          ...(isTruncated ? nextMarkers(page.at(-1), encodeKey) : {}),
          ...listMembers(state, page, encodeKey),
        };
      },
    },
  }) satisfies S3Operations;

function nextMarkers(last: ListedVersion | undefined, encodeKey: (key: string) => string) {
  if (last?.version === undefined) return { NextKeyMarker: encodeKey(last?.prefix ?? '') };
  return { NextKeyMarker: encodeKey(last.version.key), NextVersionIdMarker: last.version.versionId };
}

function listMembers(state: S3State, page: ListedVersion[], encodeKey: (key: string) => string) {
  const isLatest = (version: Version) =>
    state.latest(version.bucket, version.key)?.sequence === version.sequence;
  const versions = page.flatMap(({ version }) =>
    version === undefined || version.marker
      ? []
      : [
          {
            ...objectEntry(version, encodeKey, true),
            VersionId: version.versionId,
            IsLatest: isLatest(version),
          },
        ],
  );
  const markers = page.flatMap(({ version }) =>
    version?.marker
      ? [
          {
            Key: encodeKey(version.key),
            VersionId: version.versionId,
            IsLatest: isLatest(version),
            LastModified: new Date(Math.floor(version.modified / 1000) * 1000),
            Owner: ownerOf(version.ownerAccountId),
          },
        ]
      : [],
  );
  const prefixes = page.flatMap(({ prefix }) =>
    prefix === undefined ? [] : [{ Prefix: encodeKey(prefix) }],
  );
  return {
    ...(versions.length > 0 ? { Versions: versions } : {}),
    ...(markers.length > 0 ? { DeleteMarkers: markers } : {}),
    ...(prefixes.length > 0 ? { CommonPrefixes: prefixes } : {}),
  };
}
