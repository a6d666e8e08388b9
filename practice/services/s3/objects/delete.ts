import type {
  _Error,
  DeletedObject,
  DeleteObjectCommandInput,
  DeleteObjectsCommandInput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../core/errors.ts';
import type { Call } from '../../../core/world.ts';
import { requireBucket } from '../access.ts';
import { invalidRequest, malformedXml, noSuchKey, preconditionFailed } from '../failures.ts';
import { deletePermission } from '../permissions.ts';
import type { Bucket } from '../records.ts';
import type { S3State } from '../state.ts';
import { newVersionId, nullVersion } from '../version-id.ts';
import { checkWriteConditions } from './conditions.ts';
import { lookUp } from './find.ts';
import { checkedKey } from './input.ts';

interface Deletion {
  /** The version that went, or the marker that came. */
  versionId?: string;
  /** Was a delete marker made, or the version that went one? */
  marker: boolean;
}

/**
 * Deletes one version for good, or hides the key: behind a delete marker under versioning (a `null` one
 * while suspended), by removing the only version without. What is not there counts as deleted.
 */
function deleteVersion(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  call: Call,
): Deletion {
  if (versionId !== undefined) {
    const version = lookUp(state, bucket, key, versionId);
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
    key: checkedKey(key),
    sequence,
    versionId: id,
    modified: call.now,
    ownerAccountId,
  });
  return { versionId: id, marker: true };
}

export const deleteOperations = (state: S3State) => ({
  DeleteObject(input: DeleteObjectCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const key = input.Key ?? '';
    if (input.IfMatch !== undefined)
      checkWriteConditions({ IfMatch: input.IfMatch }, key, lookUp(state, bucket, key, input.VersionId));
    const { versionId, marker } = deleteVersion(state, bucket, key, input.VersionId, call);
    return {
      ...(marker ? { DeleteMarker: true } : {}),
      ...(versionId === undefined ? {} : { VersionId: versionId }),
    };
  },

  DeleteObjects(input: DeleteObjectsCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const objects = input.Delete?.Objects ?? [];
    if (objects.length === 0 || objects.length > 1000) throw malformedXml();
    const headers = Object.keys(call.http?.headers ?? { 'content-md5': '' });
    if (
      !headers.some(
        (name) => name === 'content-md5' || name.startsWith('x-amz-checksum-') || name === 'x-amz-trailer',
      )
    )
      throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
    const deleted: DeletedObject[] = [];
    const errors: _Error[] = [];
    for (const { Key: key, VersionId: versionId, ETag: etag } of objects) {
      if (key === undefined || key === '') throw malformedXml();
      const named = { Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) };
      try {
        // Each key is allowed or denied by itself.
        call.authorize(deletePermission(bucket.name, key, versionId));
        if (etag !== undefined) requireEtag(state, bucket, key, versionId, etag);
        const gone = deleteVersion(state, bucket, key, versionId, call);
        deleted.push({
          ...named,
          ...(gone.marker && gone.versionId !== undefined
            ? { DeleteMarker: true, DeleteMarkerVersionId: gone.versionId }
            : {}),
        });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        errors.push({ ...named, Code: error.code, Message: error.message });
      }
    }
    return {
      ...(input.Delete?.Quiet ? {} : { Deleted: deleted }),
      ...(errors.length > 0 ? { Errors: errors } : {}),
    };
  },
});

function requireEtag(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  etag: string,
): void {
  const version = lookUp(state, bucket, key, versionId);
  if (version === undefined || version.marker) throw noSuchKey(key);
  if (etag !== '*' && etag.replace(/^"(.*)"$/, '$1') !== version.etag) throw preconditionFailed('If-Match');
}
