import type { Call } from '../../../core/emulator.ts';
import { deleteMarkerNotAllowed, invalidArgument, noSuchKey, noSuchVersion } from '../errors.ts';
import { bucketArn } from '../names.ts';
import type { Bucket, DeleteMarker, ObjectVersion, Version } from '../records.ts';
import type { S3State } from '../state.ts';
import { isVersionId } from '../version-id.ts';

/** The version with this id, or without an id the latest one. Undefined when it does not exist. */
export function findVersion(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): Version | undefined {
  if (versionId === undefined) return state.latest(bucket.name, key);
  if (versionId === '') throw invalidArgument('Version id cannot be the empty string', 'versionId', '');
  if (!isVersionId(versionId)) throw invalidArgument('Invalid version id specified', 'versionId', versionId);
  return state.find(bucket.name, key, versionId);
}

/**
 * The object that a read requests. A missing object is a 404 for a caller who may list the bucket, and a 403 for any
 * other caller. For a delete marker, headers identify it, and the status is 405 when the request names its version.
 */
export function requireObject(
  state: S3State,
  bucket: Bucket,
  input: { Key?: string | undefined; VersionId?: string | undefined },
  call: Call,
): ObjectVersion {
  const key = input.Key ?? '';
  const version = findVersion(state, bucket, key, input.VersionId);
  if (version !== undefined && !version.marker) return version;
  call.authorize({ action: 's3:ListBucket', resource: bucketArn(bucket.name) });
  if (version === undefined)
    throw input.VersionId === undefined ? noSuchKey(key) : noSuchVersion(key, input.VersionId);
  throw deleteMarkerError(version, input.VersionId !== undefined, call);
}

function deleteMarkerError(marker: DeleteMarker, byVersion: boolean, call: Call) {
  const headers = { 'x-amz-version-id': marker.versionId };
  if (!byVersion) return noSuchKey(marker.key, { ...headers, 'x-amz-delete-marker': 'true' });
  const method = call.http?.method ?? (call.operation.startsWith('Head') ? 'HEAD' : 'GET');
  return deleteMarkerNotAllowed(method, {
    ...headers,
    'last-modified': new Date(marker.modified).toUTCString(),
  });
}
