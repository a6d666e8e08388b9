import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
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
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ClientConfig } from './client-config.ts';
import { read, write } from './declare.ts';

const noBucket = ['NoSuchBucket', 'NotFound'];
const noObject = [...noBucket, 'NoSuchKey', 'NoSuchVersion'];
/** The IAM actions that deleting objects and their versions needs. */
export const deleteActions = ['s3:DeleteObject', 's3:DeleteObjectVersion'];

export const s3 = {
  client: (config: ClientConfig) => new S3Client(config),
  operations: {
    HeadBucket: read(HeadBucketCommand, {
      actions: ['s3:ListBucket'],
      absentCodes: noBucket,
      inTeardown: true,
    }),
    ListBuckets: read(ListBucketsCommand, {
      actions: ['s3:ListAllMyBuckets'],
      inTeardown: true,
      reuse: 'never',
    }),
    GetBucketVersioning: read(GetBucketVersioningCommand, {
      actions: ['s3:GetBucketVersioning'],
      absentCodes: noBucket,
    }),
    GetPublicAccessBlock: read(GetPublicAccessBlockCommand, {
      actions: ['s3:GetBucketPublicAccessBlock'],
      absentCodes: [...noBucket, 'NoSuchPublicAccessBlockConfiguration'],
    }),
    GetBucketEncryption: read(GetBucketEncryptionCommand, {
      actions: ['s3:GetEncryptionConfiguration'],
      absentCodes: [...noBucket, 'ServerSideEncryptionConfigurationNotFoundError'],
    }),
    GetBucketPolicy: read(GetBucketPolicyCommand, {
      actions: ['s3:GetBucketPolicy'],
      absentCodes: [...noBucket, 'NoSuchBucketPolicy'],
      inTeardown: true,
    }),
    GetBucketPolicyStatus: read(GetBucketPolicyStatusCommand, {
      actions: ['s3:GetBucketPolicyStatus'],
      absentCodes: [...noBucket, 'NoSuchBucketPolicy'],
    }),
    GetBucketTagging: read(GetBucketTaggingCommand, {
      actions: ['s3:GetBucketTagging'],
      absentCodes: [...noBucket, 'NoSuchTagSet'],
      inTeardown: true,
    }),
    ListObjectVersions: read(ListObjectVersionsCommand, {
      actions: ['s3:ListBucketVersions'],
      absentCodes: noBucket,
      inTeardown: true,
    }),
    ListMultipartUploads: read(ListMultipartUploadsCommand, {
      actions: ['s3:ListBucketMultipartUploads'],
      absentCodes: noBucket,
      inTeardown: true,
    }),
    HeadObject: read(HeadObjectCommand, {
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      absentCodes: noObject,
    }),
    GetObject: read(GetObjectCommand, {
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      absentCodes: noObject,
      inTeardown: true,
      // A version of an object never changes.
      reuse: (input) =>
        'VersionId' in input && input.VersionId !== undefined ? 'always' : 'while unchanged',
    }),
    PutBucketPolicy: write(PutBucketPolicyCommand, {
      actions: ['s3:PutBucketPolicy'],
      alreadyDoneCodes: ['NoSuchBucket'],
    }),
    DeleteBucketPolicy: write(DeleteBucketPolicyCommand, {
      actions: ['s3:DeleteBucketPolicy'],
      alreadyDoneCodes: ['NoSuchBucket'],
    }),
    DeleteObject: write(DeleteObjectCommand, { actions: deleteActions, alreadyDoneCodes: ['NoSuchBucket'] }),
    DeleteObjects: write(DeleteObjectsCommand, {
      actions: deleteActions,
      alreadyDoneCodes: ['NoSuchBucket'],
    }),
    AbortMultipartUpload: write(AbortMultipartUploadCommand, {
      actions: ['s3:AbortMultipartUpload'],
      alreadyDoneCodes: ['NoSuchUpload', 'NoSuchBucket'],
    }),
    DeleteBucket: write(DeleteBucketCommand, {
      actions: ['s3:DeleteBucket'],
      alreadyDoneCodes: ['NoSuchBucket'],
    }),
  },
};
