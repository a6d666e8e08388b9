import type { Tag } from '../../../companion/ui/tag.ts';
import { allPages } from '../all-pages.ts';
import { type Aws, orAbsent } from '../aws.ts';

export interface BucketRow {
  Name: string;
  CreationDate: string;
  BucketRegion?: string;
}

/** Every bucket of the account, in all regions. S3 returns their regions only for a request with a parameter. */
export function allBuckets(aws: Aws): Promise<BucketRow[]> {
  return allPages(async (token) => {
    const { Buckets = [], ContinuationToken } = await aws<{
      Buckets?: BucketRow[];
      ContinuationToken?: string;
    }>('s3api', 'list-buckets', { 'max-buckets': 1000, 'continuation-token': token });
    return { items: Buckets, next: ContinuationToken };
  });
}

/** The region of a bucket. S3 returns no region for us-east-1, and `EU` for some old buckets of eu-west-1. */
export async function regionOf(aws: Aws, bucket: string): Promise<string> {
  const { LocationConstraint: region } = await aws<{ LocationConstraint?: string | null }>(
    's3api',
    'get-bucket-location',
    { bucket },
  );
  return region === 'EU' ? 'eu-west-1' : region || 'us-east-1';
}

type S3Tag = { Key: string; Value: string };

export const tagSet = (tags: readonly Tag[]): S3Tag[] =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));

/** The tags of a bucket; none when the bucket has no tag set. */
export async function bucketTags(aws: Aws, bucket: string): Promise<Tag[]> {
  const response = await orAbsent(
    aws<{ TagSet?: S3Tag[] }>('s3api', 'get-bucket-tagging', { bucket }),
    'NoSuchTagSet',
  );
  return (response?.TagSet ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }));
}

export interface PublicAccessBlock {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
}

export type Ownership = 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';

export interface Encryption {
  algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  /** The key's ARN or id; empty for the key that AWS manages. */
  key: string;
  bucketKey: boolean;
}

/** A default encryption in the shape of S3's API. */
export const encryptionConfiguration = ({ algorithm, key, bucketKey }: Encryption) => ({
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: algorithm,
        KMSMasterKeyID: algorithm === 'AES256' || key === '' ? undefined : key,
      },
      // Neither DSSE-KMS nor SSE-S3 uses bucket keys. For SSE-S3, S3 accepts the setting and ignores it.
      BucketKeyEnabled: algorithm === 'aws:kms:dsse' ? false : bucketKey,
    },
  ],
});

interface EncryptionResponse {
  ServerSideEncryptionConfiguration: {
    Rules: {
      ApplyServerSideEncryptionByDefault?: { SSEAlgorithm: Encryption['algorithm']; KMSMasterKeyID?: string };
      BucketKeyEnabled?: boolean;
    }[];
  };
}

/** The default encryption of a bucket; undefined when AWS reports that there is none. */
export async function bucketEncryption(aws: Aws, bucket: string): Promise<Encryption | undefined> {
  const response = await orAbsent(
    aws<EncryptionResponse>('s3api', 'get-bucket-encryption', { bucket }),
    'ServerSideEncryptionConfigurationNotFoundError',
  );
  const rule = response?.ServerSideEncryptionConfiguration.Rules[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  if (byDefault === undefined) return undefined;
  return {
    algorithm: byDefault.SSEAlgorithm,
    key: byDefault.KMSMasterKeyID ?? '',
    bucketKey: rule?.BucketKeyEnabled ?? false,
  };
}
