import type { DeleteMarkerEntry, ListObjectVersionsOutput } from '@aws-sdk/client-s3';
import { type Lab, undefinedIfMissing } from '../lab.ts';

interface BucketOptions {
  region?: string;
  versioned?: boolean;
}

/** Creates a bucket as the lab's page does, except for the given options. */
export async function createBucket(lab: Lab, Bucket: string, options: BucketOptions = {}): Promise<void> {
  const { region = lab.region, versioned = true } = options;
  const TagSet = Object.entries(lab.names.tags).map(([Key, Value]) => ({ Key, Value }));
  const locationInput =
    region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  await lab.call('s3', 'CreateBucket', { Bucket, ...locationInput }, region);
  await blockPublicAccess(lab, Bucket, region);
  if (versioned) await setVersioning(lab, Bucket, 'Enabled', region);
  await lab.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet } }, region);
}

export async function blockPublicAccess(lab: Lab, Bucket: string, region = lab.region): Promise<void> {
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  await lab.call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration }, region);
}

export async function setVersioning(
  lab: Lab,
  Bucket: string,
  Status: 'Enabled' | 'Suspended',
  region = lab.region,
): Promise<void> {
  await lab.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } }, region);
}

/** Allows everyone to read the objects. Removes Block Public Access first, which would reject such a policy. */
export async function allowPublicRead(lab: Lab, Bucket: string): Promise<void> {
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await lab.call('s3', 'DeletePublicAccessBlock', { Bucket });
  await lab.call('s3', 'PutBucketPolicy', { Bucket, Policy });
}

/** A version or delete marker of an object. */
interface Version {
  Key: string;
  VersionId: string;
  isLatest: boolean;
  isMarker: boolean;
}

const toVersion = ({ Key = '', VersionId = 'null', IsLatest }: DeleteMarkerEntry, isMarker: boolean) => ({
  Key,
  VersionId,
  isMarker,
  isLatest: IsLatest === true,
});

/** Every version and delete marker under a prefix. */
export async function listVersions(lab: Lab, Bucket: string, Prefix = ''): Promise<Version[]> {
  const found: Version[] = [];
  for (let nextMarkers: Record<string, unknown> = {}; ; ) {
    const input = { Bucket, Prefix, ...nextMarkers };
    const page = await lab.call<ListObjectVersionsOutput>('s3', 'ListObjectVersions', input);
    found.push(...(page.Versions ?? []).map((version) => toVersion(version, false)));
    found.push(...(page.DeleteMarkers ?? []).map((marker) => toVersion(marker, true)));
    if (!page.IsTruncated) return found;
    nextMarkers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

/** Permanently deletes every version under a prefix. */
export async function emptyBucket(lab: Lab, Bucket: string, Prefix = ''): Promise<void> {
  for (const { Key, VersionId } of await listVersions(lab, Bucket, Prefix))
    await lab.call('s3', 'DeleteObject', { Bucket, Key, VersionId });
}

/** Deletes a bucket and its contents. Does nothing if the bucket does not exist. */
export async function removeBucket(lab: Lab, Bucket: string): Promise<void> {
  await undefinedIfMissing(
    emptyBucket(lab, Bucket).then(() => lab.call<unknown>('s3', 'DeleteBucket', { Bucket })),
  );
}
