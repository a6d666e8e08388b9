import { randomBytes } from 'node:crypto';
import { defined } from '../../../core/defined.ts';
import type { Call } from '../../../core/emulator.ts';
import { checksumMembers, md5 } from '../checksums.ts';
import type {
  Bucket,
  Checksum,
  Encryption,
  ObjectAttributes,
  ObjectVersion,
  StoredContent,
} from '../records.ts';
import type { S3State } from '../state.ts';
import { newVersionId, nullVersion } from '../version-id.ts';

/** The members of a response that describe an object's encryption. */
export function encryptionMembers(encryption: Encryption) {
  return {
    ServerSideEncryption: encryption.algorithm,
    ...defined({ SSEKMSKeyId: encryption.kmsKeyId }),
    ...(encryption.bucketKey && encryption.algorithm !== 'AES256' ? { BucketKeyEnabled: true } : {}),
  };
}

/** The ETag of an object or part: its MD5, or a random value when it is encrypted with a KMS key. */
export const etagOf = (body: Buffer, encryption: Encryption) =>
  encryption.algorithm === 'AES256' ? md5(body) : randomBytes(16).toString('hex');

/** The version id in a response; absent until the bucket's versioning is first set. */
export const versionMember = (bucket: Bucket, versionId: string) =>
  bucket.versioning === undefined ? {} : { VersionId: versionId };

export const quoted = (etag: string) => `"${etag}"`;

/** Adds a new version of an object, with a version id or as `null`, according to the bucket's versioning. */
export function writeObject(
  state: S3State,
  bucket: Bucket,
  key: string,
  object: ObjectAttributes & StoredContent & Pick<ObjectVersion, 'parts'>,
  call: Call,
): ObjectVersion {
  const sequence = state.nextSequence();
  const version: ObjectVersion = {
    ...object,
    marker: false,
    bucket: bucket.name,
    key,
    sequence,
    versionId: bucket.versioning === 'Enabled' ? newVersionId(sequence) : nullVersion,
    modified: call.now,
    ownerAccountId: bucket.accountId,
  };
  state.add(version);
  return version;
}

/** The members that the responses of PutObject, CopyObject and CompleteMultipartUpload have in common. */
export const writeResponseMembers = (bucket: Bucket, version: ObjectVersion) => ({
  ...versionMember(bucket, version.versionId),
  ...encryptionMembers(version.encryption),
});

export const checksumResponse = (checksum: Checksum | undefined) => ({
  ...checksumMembers(checksum),
  ...defined({ ChecksumType: checksum?.type }),
});
