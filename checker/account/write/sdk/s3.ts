import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import type { Commands } from './types.ts';

export const s3: Commands<'s3'> = {
  ListMultipartUploads: ListMultipartUploadsCommand,
  PutBucketPolicy: PutBucketPolicyCommand,
  DeleteObject: DeleteObjectCommand,
  DeleteObjects: DeleteObjectsCommand,
  AbortMultipartUpload: AbortMultipartUploadCommand,
  DeleteBucket: DeleteBucketCommand,
};
