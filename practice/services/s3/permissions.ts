import type { Permission } from '../../core/emulator.ts';
import { bucketArn, objectArn } from './names.ts';

/** The members of S3's inputs from which permissions and their condition keys are derived. */
export interface PermissionInput {
  Bucket?: string;
  Key?: string;
  VersionId?: string;
  Prefix?: string;
  Delimiter?: string;
  MaxKeys?: number;
  ACL?: string;
  Tagging?: string;
  StorageClass?: string;
  ServerSideEncryption?: string;
  SSEKMSKeyId?: string;
  CopySource?: string;
  MetadataDirective?: string;
  TaggingDirective?: string;
  ObjectOwnership?: string;
  CreateBucketConfiguration?: { LocationConstraint?: string; Tags?: { Key?: string; Value?: string }[] };
}

type Context = Record<string, string | string[]>;

/** Leaves out undefined values: IAM distinguishes an absent condition key from an empty one. */
export const definedValues = (values: Record<string, string | string[] | undefined>): Context =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );

export const bucketPermission = (action: string, bucket: string, context: Context = {}): Permission => ({
  action: `s3:${action}`,
  resource: bucketArn(bucket),
  context,
});

export const objectPermission = (
  action: string,
  bucket: string,
  key: string,
  context: Context = {},
): Permission => ({
  action: `s3:${action}`,
  resource: objectArn(bucket, key),
  context,
});

/** The permission that the deletion of one key requires. The deletion of a version has an action of its own. */
export const deletePermission = (bucket: string, key: string, versionId: string | undefined): Permission =>
  versionId === undefined
    ? objectPermission('DeleteObject', bucket, key)
    : objectPermission('DeleteObjectVersion', bucket, key, { 's3:VersionId': versionId });

/** Operation on a bucket → the action that it requires. IAM's names often differ from the operations'. */
export const bucketActions: Record<string, string> = {
  HeadBucket: 'ListBucket',
  GetBucketLocation: 'GetBucketLocation',
  DeleteBucket: 'DeleteBucket',
  PutBucketVersioning: 'PutBucketVersioning',
  GetBucketVersioning: 'GetBucketVersioning',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  PutBucketTagging: 'PutBucketTagging',
  GetBucketTagging: 'GetBucketTagging',
  DeleteBucketTagging: 'PutBucketTagging',
  PutBucketOwnershipControls: 'PutBucketOwnershipControls',
  GetBucketOwnershipControls: 'GetBucketOwnershipControls',
  DeleteBucketOwnershipControls: 'PutBucketOwnershipControls',
  PutBucketPolicy: 'PutBucketPolicy',
  GetBucketPolicy: 'GetBucketPolicy',
  GetBucketPolicyStatus: 'GetBucketPolicyStatus',
  DeleteBucketPolicy: 'DeleteBucketPolicy',
  PutBucketAcl: 'PutBucketAcl',
  GetBucketAcl: 'GetBucketAcl',
  PutBucketCors: 'PutBucketCORS',
  GetBucketCors: 'GetBucketCORS',
  DeleteBucketCors: 'PutBucketCORS',
  PutBucketWebsite: 'PutBucketWebsite',
  DeleteBucketWebsite: 'DeleteBucketWebsite',
  PutBucketLogging: 'PutBucketLogging',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  PutBucketRequestPayment: 'PutBucketRequestPayment',
  PutBucketAccelerateConfiguration: 'PutAccelerateConfiguration',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  GetBucketWebsite: 'GetBucketWebsite',
  GetBucketLogging: 'GetBucketLogging',
  GetBucketReplication: 'GetReplicationConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketRequestPayment: 'GetBucketRequestPayment',
  GetBucketAccelerateConfiguration: 'GetAccelerateConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
};

/** Operation that lists a bucket → its action. Prefix, delimiter and page size are condition keys. */
export const listActions: Record<string, string> = {
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListMultipartUploads: 'ListBucketMultipartUploads',
};

/** Operation on an object → its actions without and with a version id. */
export const objectActions: Record<string, [latest: string[], version: string[]]> = {
  GetObject: [['GetObject'], ['GetObjectVersion']],
  HeadObject: [['GetObject'], ['GetObjectVersion']],
  GetObjectAttributes: [
    ['GetObject', 'GetObjectAttributes'],
    ['GetObjectVersion', 'GetObjectVersionAttributes'],
  ],
  PutObjectTagging: [['PutObjectTagging'], ['PutObjectVersionTagging']],
  GetObjectTagging: [['GetObjectTagging'], ['GetObjectVersionTagging']],
  DeleteObjectTagging: [['DeleteObjectTagging'], ['DeleteObjectVersionTagging']],
  PutObjectAcl: [['PutObjectAcl'], ['PutObjectVersionAcl']],
  GetObjectAcl: [['GetObjectAcl'], ['GetObjectVersionAcl']],
  DeleteObject: [['DeleteObject'], ['DeleteObjectVersion']],
  UploadPart: [['PutObject'], ['PutObject']],
  CompleteMultipartUpload: [['PutObject'], ['PutObject']],
  AbortMultipartUpload: [['AbortMultipartUpload'], ['AbortMultipartUpload']],
  ListParts: [['ListMultipartUploadParts'], ['ListMultipartUploadParts']],
};
