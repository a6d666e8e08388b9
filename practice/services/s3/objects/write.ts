import { randomBytes } from 'node:crypto';
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

/** What an answer to a write says about how it is encrypted. */
export function encryptionMembers(encryption: Encryption) {
  return {
    ServerSideEncryption: encryption.algorithm,
    ...(encryption.kmsKeyId === undefined ? {} : { SSEKMSKeyId: encryption.kmsKeyId }),
    ...(encryption.bucketKey && encryption.algorithm !== 'AES256' ? { BucketKeyEnabled: true } : {}),
  };
}

/** The ETag of bytes stored in one piece: their MD5, except under a KMS key. */
export const etagOf = (body: Buffer, encryption: Encryption) =>
  encryption.algorithm === 'AES256' ? md5(body) : randomBytes(16).toString('hex');

/** The version id of an answer: there is none while versioning was never set. */
export const versionMember = (bucket: Bucket, versionId: string) =>
  bucket.versioning === undefined ? {} : { VersionId: versionId };

export const quoted = (etag: string) => `"${etag}"`;

/** Makes an object's new version, as the bucket's versioning says. */
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

/** The members that PutObject, CopyObject and CompleteMultipartUpload answer alike. */
export const writeResponseMembers = (bucket: Bucket, version: ObjectVersion) => ({
  ...versionMember(bucket, version.versionId),
  ...encryptionMembers(version.encryption),
});

export const checksumResponse = (checksum: Checksum | undefined) => ({
  ...checksumMembers(checksum),
  ...(checksum === undefined ? {} : { ChecksumType: checksum.type }),
});
