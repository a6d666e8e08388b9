import type { ListObjectVersionsCommandInput } from '@aws-sdk/client-s3';
import type { Call } from '../../../core/world.ts';
import { requireBucket } from '../access.ts';
import { invalidArgument } from '../failures.ts';
import { ownerOf } from '../names.ts';
import type { Bucket, Version } from '../records.ts';
import type { S3State } from '../state.ts';
import { isVersionId, sequenceOf } from '../version-id.ts';
import { keyWriter, pageSize } from './encoding.ts';
import { objectEntry } from './objects.ts';
import { type Walk, walk } from './walk.ts';

type Entry = { version: Version; prefix?: undefined } | { prefix: string; version?: undefined };

/**
 * The sequence behind which a listing goes on, also when the marker's version is gone by now. A `null`
 * version that is gone has left no trace of its place: rather show its key again than miss some.
 */
const sequenceBehind = (state: S3State, bucket: Bucket, key: string, marker: string) =>
  state.find(bucket.name, key, marker)?.sequence ?? sequenceOf(marker);

function* entries(
  state: S3State,
  bucket: Bucket,
  how: Walk,
  versionMarker: string | undefined,
): Generator<Entry> {
  for (const group of walk(state.keys(bucket.name), how, () => true)) {
    if (group.prefix !== undefined) {
      yield { prefix: group.prefix };
      continue;
    }
    const before =
      versionMarker !== undefined && group.key === how.after
        ? sequenceBehind(state, bucket, group.key, versionMarker)
        : undefined;
    for (const version of state.versions(bucket.name, group.key, before)) yield { version };
  }
}

/** ListObjectVersions: every version and delete marker, of each key the newest first. */
export const listVersionOperations = (state: S3State) => ({
  ListObjectVersions(input: ListObjectVersionsCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const write = keyWriter(input.EncodingType);
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
    const how: Walk = { prefix, delimiter, after: keyMarker, including: versionMarker !== undefined };
    const page: Entry[] = [];
    let isTruncated = false;
    if (limit > 0) {
      for (const entry of entries(state, bucket, how, versionMarker)) {
        isTruncated = page.length === limit;
        if (isTruncated) break;
        page.push(entry);
      }
    }
    return {
      Name: bucket.name,
      Prefix: write(prefix ?? ''),
      KeyMarker: write(keyMarker ?? ''),
      VersionIdMarker: versionMarker ?? '',
      MaxKeys: limit,
      ...(delimiter ? { Delimiter: write(delimiter) } : {}),
      ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
      IsTruncated: isTruncated,
      ...(isTruncated ? nextMarkers(page.at(-1), write) : {}),
      ...shown(state, page, write),
    };
  },
});

function nextMarkers(last: Entry | undefined, write: (key: string) => string) {
  if (last?.version === undefined) return { NextKeyMarker: write(last?.prefix ?? '') };
  return { NextKeyMarker: write(last.version.key), NextVersionIdMarker: last.version.versionId };
}

function shown(state: S3State, page: Entry[], write: (key: string) => string) {
  const isLatest = (version: Version) =>
    state.latest(version.bucket, version.key)?.sequence === version.sequence;
  const versions = page.flatMap(({ version }) =>
    version === undefined || version.marker
      ? []
      : [{ ...objectEntry(version, write, true), VersionId: version.versionId, IsLatest: isLatest(version) }],
  );
  const markers = page.flatMap(({ version }) =>
    version?.marker
      ? [
          {
            Key: write(version.key),
            VersionId: version.versionId,
            IsLatest: isLatest(version),
            LastModified: new Date(Math.floor(version.modified / 1000) * 1000),
            Owner: ownerOf(version.ownerAccountId),
          },
        ]
      : [],
  );
  const prefixes = page.flatMap(({ prefix }) => (prefix === undefined ? [] : [{ Prefix: write(prefix) }]));
  return {
    ...(versions.length > 0 ? { Versions: versions } : {}),
    ...(markers.length > 0 ? { DeleteMarkers: markers } : {}),
    ...(prefixes.length > 0 ? { CommonPrefixes: prefixes } : {}),
  };
}
