import type { _Error, DeletedObject } from '@aws-sdk/client-s3';
import { defined } from '../../../core/defined.ts';
import type { Call } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { requireBucket } from '../access.ts';
import { invalidRequest, malformedXml, noSuchKey, preconditionFailed } from '../errors.ts';
import type { S3Operations } from '../operations.ts';
import { afterLookup, deletePermission, objectPermissions } from '../permissions.ts';
import type { Bucket } from '../records.ts';
import type { S3State } from '../state.ts';
import { newVersionId, nullVersion } from '../version-id.ts';
import { checkWriteConditions } from './conditions.ts';
import { findVersion } from './find-version.ts';
import { requireValidKey } from './object-attributes.ts';

interface Deletion {
  /** The deleted version, or the new delete marker. */
  versionId?: string;
  /** Whether a delete marker was created, or the deleted version was one. */
  marker: boolean;
}

/**
 * With a version id, deletes that version permanently. Without one, adds a delete marker if the bucket has versioning
 * (a `null` one while suspended), else removes the only version. Deleting a missing version is no error.
 */
function deleteVersion(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  call: Call,
): Deletion {
  if (versionId !== undefined) {
    const version = findVersion(state, bucket, key, versionId);
    if (version !== undefined) state.remove(version);
    return { versionId, marker: version?.marker ?? false };
  }
  if (bucket.versioning === undefined) {
    const latest = state.latest(bucket.name, key);
    if (latest !== undefined) state.remove(latest);
    return { marker: false };
  }
  const sequence = state.nextSequence();
  const id = bucket.versioning === 'Enabled' ? newVersionId(sequence) : nullVersion;
  const ownerAccountId = bucket.accountId;
  state.add({
    marker: true,
    bucket: bucket.name,
    key: requireValidKey(key),
    sequence,
    versionId: id,
    modified: call.now,
    ownerAccountId,
  });
  return { versionId: id, marker: true };
}

export const deleteOperations = (state: S3State) =>
  ({
    DeleteObject: {
      permissions: objectPermissions(state, ['DeleteObject'], ['DeleteObjectVersion']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const key = input.Key ?? '';
        if (input.IfMatch !== undefined)
          checkWriteConditions(
            { IfMatch: input.IfMatch },
            key,
            findVersion(state, bucket, key, input.VersionId),
          );
        const { versionId, marker } = deleteVersion(state, bucket, key, input.VersionId, call);
        return {
          ...(marker ? { DeleteMarker: true } : {}),
          ...defined({ VersionId: versionId }),
        };
      },
    },

    DeleteObjects: {
      permissions: afterLookup(state, () => []),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const objects = input.Delete?.Objects ?? [];
        if (objects.length === 0 || objects.length > 1000) throw malformedXml();
        const headers = Object.keys(call.http?.headers ?? { 'content-md5': '' });
        if (
          !headers.some(
            (name) =>
              name === 'content-md5' || name.startsWith('x-amz-checksum-') || name === 'x-amz-trailer',
          )
        )
          throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
        const deleted: DeletedObject[] = [];
        const errors: _Error[] = [];
        for (const { Key: key, VersionId: versionId, ETag: etag } of objects) {
          if (key === undefined || key === '') throw malformedXml();
          const objectName = { Key: key, ...defined({ VersionId: versionId }) };
          try {
            // Permissions are checked for each key separately.
            call.authorize(deletePermission(bucket.name, key, versionId));
            if (etag !== undefined) requireEtag(state, bucket, key, versionId, etag);
            const deletion = deleteVersion(state, bucket, key, versionId, call);
            deleted.push({
              ...objectName,
              ...(deletion.marker && deletion.versionId !== undefined
                ? { DeleteMarker: true, DeleteMarkerVersionId: deletion.versionId }
                : {}),
            });
          } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            errors.push({ ...objectName, Code: error.code, Message: error.message });
          }
        }
        return {
          ...(input.Delete?.Quiet ? {} : { Deleted: deleted }),
          ...(errors.length > 0 ? { Errors: errors } : {}),
        };
      },
    },
  }) satisfies S3Operations;

function requireEtag(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  etag: string,
): void {
  const version = findVersion(state, bucket, key, versionId);
  if (version === undefined || version.marker) throw noSuchKey(key);
  if (etag !== '*' && etag.replace(/^"(.*)"$/, '$1') !== version.etag) throw preconditionFailed('If-Match');
}
