import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { LearnerSession } from '../learner-session.ts';

type BucketCall = (learner: LearnerSession, Bucket: string) => Promise<unknown>;

const createBucket: BucketCall = ({ s3, plan: { region } }, Bucket) => {
  const location = { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  return s3.send(new CreateBucketCommand({ Bucket, ...(region === 'us-east-1' ? {} : location) }));
};

export const blockPublicAccess: BucketCall = ({ s3 }, Bucket) =>
  s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  );

const encrypt: BucketCall = ({ s3 }, Bucket) =>
  s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  );

export const enableVersioning: BucketCall = ({ s3 }, Bucket) =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));

export const tagBucket: BucketCall = ({ s3, names }, Bucket) => {
  const TagSet = Object.entries(names.tags).map(([Key, Value]) => ({ Key, Value }));
  return s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
};

/** Creates a bucket as the page of step 3 does. */
export async function createLabBucket(learner: LearnerSession, Bucket: string): Promise<void> {
  for (const call of [createBucket, blockPublicAccess, encrypt, enableVersioning, tagBucket])
    await call(learner, Bucket);
}
