import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Sdk } from './types.ts';

export const s3: Sdk<'s3'> = {
  client: (config) => new S3Client(config),
  commands: {
    HeadBucket: HeadBucketCommand,
    GetBucketVersioning: GetBucketVersioningCommand,
    GetPublicAccessBlock: GetPublicAccessBlockCommand,
    GetBucketEncryption: GetBucketEncryptionCommand,
    GetBucketPolicy: GetBucketPolicyCommand,
    GetBucketPolicyStatus: GetBucketPolicyStatusCommand,
    GetBucketTagging: GetBucketTaggingCommand,
    ListBuckets: ListBucketsCommand,
    ListMultipartUploads: ListMultipartUploadsCommand,
    ListObjectVersions: ListObjectVersionsCommand,
    HeadObject: HeadObjectCommand,
    GetObject: GetObjectCommand,
  },
};
