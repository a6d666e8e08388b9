import type { Permission } from '../../core/emulator.ts';
import { bucketArn, objectArn } from './names.ts';

/** The members of S3's inputs on which permissions and their condition keys rest. */
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

/** Leaves out what the request does not have: an absent key is not an empty one to IAM. */
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

/** What a delete of one key asks for: a version has its own action. */
export const deletePermission = (bucket: string, key: string, versionId: string | undefined): Permission =>
  versionId === undefined
    ? objectPermission('DeleteObject', bucket, key)
    : objectPermission('DeleteObjectVersion', bucket, key, { 's3:VersionId': versionId });

/** Operations on a bucket that ask for one action on it. IAM's names often differ from the operations'. */
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

/** Listings of a bucket: allowed or denied by prefix, delimiter and page size too. */
export const listActions: Record<string, string> = {
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListMultipartUploads: 'ListBucketMultipartUploads',
};

/** Operations on an object: the action without and with a version id. */
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
