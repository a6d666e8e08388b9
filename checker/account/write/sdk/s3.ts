import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import type { Commands } from './types.ts';

export const s3: Commands<'s3'> = {
  PutBucketPolicy: PutBucketPolicyCommand,
  DeleteObject: DeleteObjectCommand,
  DeleteObjects: DeleteObjectsCommand,
  AbortMultipartUpload: AbortMultipartUploadCommand,
  DeleteBucket: DeleteBucketCommand,
};
