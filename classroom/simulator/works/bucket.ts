import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { Desk } from '../desk.ts';

type Order = (desk: Desk, Bucket: string) => Promise<unknown>;

const create: Order = ({ s3, plan: { region } }, Bucket) => {
  const elsewhere = { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  return s3.send(new CreateBucketCommand({ Bucket, ...(region === 'us-east-1' ? {} : elsewhere) }));
};

export const blockPublicAccess: Order = ({ s3 }, Bucket) =>
  s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
        ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
      },
    }),
  );

const encrypt: Order = ({ s3 }, Bucket) =>
  s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  );

export const keepVersions: Order = ({ s3 }, Bucket) =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));

export const tagBucket: Order = ({ s3, names }, Bucket) => {
  const TagSet = Object.entries(names.tags).map(([Key, Value]) => ({ Key, Value }));
  return s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
};

/** A bucket as step 3's page makes it. */
export async function makeBucket(desk: Desk, Bucket: string): Promise<void> {
  for (const order of [create, blockPublicAccess, encrypt, keepVersions, tagBucket])
    await order(desk, Bucket);
}
