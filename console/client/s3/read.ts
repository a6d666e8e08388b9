import type { Tag } from '../../../companion/ui/tag.ts';
import { type Aws, orAbsent } from '../aws.ts';

export interface BucketRow {
  Name: string;
  CreationDate: string;
  BucketRegion?: string;
}

/** Every bucket of the account, in all regions. Each row's region comes only with a request that has a parameter. */
export async function allBuckets(aws: Aws): Promise<BucketRow[]> {
  const rows: BucketRow[] = [];
  let token: string | undefined;
  do {
    const page = await aws<{ Buckets?: BucketRow[]; ContinuationToken?: string }>('s3api', 'list-buckets', {
      'max-buckets': 1000,
      'continuation-token': token,
    });
    rows.push(...(page.Buckets ?? []));
    token = page.ContinuationToken;
  } while (token !== undefined);
  return rows;
}

/** The region of a bucket. S3 answers nothing for us-east-1, and `EU` for some old buckets of eu-west-1. */
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

/** The tags of a bucket; none where it has no set of them. */
export async function bucketTags(aws: Aws, bucket: string): Promise<Tag[]> {
  const answer = await orAbsent(
    aws<{ TagSet?: S3Tag[] }>('s3api', 'get-bucket-tagging', { bucket }),
    'NoSuchTagSet',
  );
  return (answer?.TagSet ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }));
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
  /** The key's ARN or id; empty for the one that AWS manages. */
  key: string;
  bucketKey: boolean;
}

/** What S3 is told of an encryption. */
export const encryptionConfiguration = ({ algorithm, key, bucketKey }: Encryption) => ({
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: algorithm,
        KMSMasterKeyID: algorithm === 'AES256' || key === '' ? undefined : key,
      },
      // Bucket keys serve neither DSSE-KMS nor SSE-S3, where S3 takes the word and does nothing with it.
      BucketKeyEnabled: algorithm === 'aws:kms:dsse' ? false : bucketKey,
    },
  ],
});

interface EncryptionAnswer {
  ServerSideEncryptionConfiguration: {
    Rules: {
      ApplyServerSideEncryptionByDefault?: { SSEAlgorithm: Encryption['algorithm']; KMSMasterKeyID?: string };
      BucketKeyEnabled?: boolean;
    }[];
  };
}

/** The default encryption of a bucket; undefined where AWS says that there is none. */
export async function bucketEncryption(aws: Aws, bucket: string): Promise<Encryption | undefined> {
  const answer = await orAbsent(
    aws<EncryptionAnswer>('s3api', 'get-bucket-encryption', { bucket }),
    'ServerSideEncryptionConfigurationNotFoundError',
  );
  const rule = answer?.ServerSideEncryptionConfiguration.Rules[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  if (byDefault === undefined) return undefined;
  return {
    algorithm: byDefault.SSEAlgorithm,
    key: byDefault.KMSMasterKeyID ?? '',
    bucketKey: rule?.BucketKeyEnabled ?? false,
  };
}
