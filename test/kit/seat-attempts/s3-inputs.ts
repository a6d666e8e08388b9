import { anything, type Inputs } from './attempt-context.ts';

/** S3's operations on buckets, with the input that each needs besides the name. */
export const bucketInputs = (Bucket: string): Inputs => {
  const plain = [
    'CreateBucket',
    'HeadBucket',
    'GetBucketLocation',
    'DeleteBucket',
    'GetBucketVersioning',
    'GetPublicAccessBlock',
    'DeletePublicAccessBlock',
    'GetBucketTagging',
    'DeleteBucketTagging',
    'GetBucketEncryption',
    'DeleteBucketEncryption',
    'GetBucketOwnershipControls',
    'GetBucketPolicy',
    'DeleteBucketOwnershipControls',
    'GetBucketAcl',
    'GetBucketPolicyStatus',
    'DeleteBucketPolicy',
    'GetBucketCors',
    'DeleteBucketCors',
    'GetBucketWebsite',
    'DeleteBucketWebsite',
    'GetBucketLogging',
    'GetBucketLifecycleConfiguration',
    'DeleteBucketLifecycle',
    'GetBucketRequestPayment',
    'GetBucketAccelerateConfiguration',
    'GetBucketNotificationConfiguration',
    'GetBucketReplication',
    'GetObjectLockConfiguration',
    'ListObjects',
    'ListObjectsV2',
    'ListObjectVersions',
    'ListMultipartUploads',
  ];
  const puts: Inputs = {
    PutBucketVersioning: { VersioningConfiguration: { Status: 'Suspended' } },
    PutPublicAccessBlock: { PublicAccessBlockConfiguration: { BlockPublicAcls: false } },
    PutBucketTagging: { Tagging: { TagSet: [{ Key: 'seat', Value: 'stolen' }] } },
    PutBucketEncryption: {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    },
    PutBucketOwnershipControls: { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
    PutBucketAcl: { ACL: 'private' },
    PutBucketPolicy: { Policy: anything },
    PutBucketCors: { CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } },
    PutBucketWebsite: { WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } },
    PutBucketLifecycleConfiguration: {
      LifecycleConfiguration: {
        Rules: [{ ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
      },
    },
    PutBucketLogging: { BucketLoggingStatus: {} },
    PutBucketRequestPayment: { RequestPaymentConfiguration: { Payer: 'BucketOwner' } },
    PutBucketAccelerateConfiguration: { AccelerateConfiguration: { Status: 'Suspended' } },
    PutBucketNotificationConfiguration: { NotificationConfiguration: {} },
  };
  return {
    ...Object.fromEntries(plain.map((operation) => [operation, { Bucket }])),
    ...Object.fromEntries(Object.entries(puts).map(([operation, more]) => [operation, { Bucket, ...more }])),
  };
};

export const objectInputs = (Bucket: string, ownBucket: string): Inputs => {
  const Key = 'index.html';
  const target = { Bucket, Key };
  const part = { ...target, UploadId: 'an-upload', PartNumber: 1 };
  return {
    GetObject: target,
    HeadObject: target,
    DeleteObject: target,
    GetObjectTagging: target,
    DeleteObjectTagging: target,
    GetObjectAcl: target,
    CreateMultipartUpload: target,
    PutObject: { ...target, Body: 'x' },
    GetObjectAttributes: { ...target, ObjectAttributes: ['ETag'] },
    DeleteObjects: { Bucket, Delete: { Objects: [{ Key }] } },
    CopyObject: [
      { Bucket, Key, CopySource: `${ownBucket}/${Key}` },
      { Bucket: ownBucket, Key: 'taken', CopySource: `${Bucket}/${Key}` },
    ],
    PutObjectTagging: { ...target, Tagging: { TagSet: [] } },
    PutObjectAcl: { ...target, ACL: 'private' },
    UploadPart: { ...part, Body: 'x' },
    UploadPartCopy: { ...part, CopySource: `${ownBucket}/${Key}` },
    AbortMultipartUpload: { ...target, UploadId: 'an-upload' },
    CompleteMultipartUpload: {
      ...target,
      UploadId: 'an-upload',
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'x' }] },
    },
    ListParts: { ...target, UploadId: 'an-upload' },
  };
};
