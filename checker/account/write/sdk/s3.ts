import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import type { Commands } from './types.ts';

export const s3: Commands<'s3'> = {
  PutBucketPolicy: PutBucketPolicyCommand,
  DeleteBucketPolicy: DeleteBucketPolicyCommand,
  DeleteObject: DeleteObjectCommand,
  DeleteObjects: DeleteObjectsCommand,
  AbortMultipartUpload: AbortMultipartUploadCommand,
  DeleteBucket: DeleteBucketCommand,
};
