import type { DeleteMarkerEntry, ListObjectVersionsOutput } from '@aws-sdk/client-s3';
import { ifThere, type Site } from '../site.ts';

interface Making {
  region?: string;
  versioned?: boolean;
}

/** A bucket as the lab's page makes it, but for what is said otherwise. */
export async function makeBucket(site: Site, Bucket: string, making: Making = {}): Promise<void> {
  const { region = site.region, versioned = true } = making;
  const TagSet = Object.entries(site.names.tags).map(([Key, Value]) => ({ Key, Value }));
  const at = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  await site.call('s3', 'CreateBucket', { Bucket, ...at }, region);
  await blockPublicAccess(site, Bucket, region);
  if (versioned) await setVersioning(site, Bucket, 'Enabled', region);
  await site.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet } }, region);
}

export async function blockPublicAccess(site: Site, Bucket: string, region = site.region): Promise<void> {
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  await site.call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration }, region);
}

export async function setVersioning(
  site: Site,
  Bucket: string,
  Status: 'Enabled' | 'Suspended',
  region = site.region,
): Promise<void> {
  await site.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } }, region);
}

/** Lets everybody read the objects, as far as Block Public Access lets such a policy in. */
export async function openByPolicy(site: Site, Bucket: string): Promise<void> {
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await site.call('s3', 'DeletePublicAccessBlock', { Bucket });
  await site.call('s3', 'PutBucketPolicy', { Bucket, Policy });
}

/** A version or delete marker of an object. */
interface Version {
  Key: string;
  VersionId: string;
  isLatest: boolean;
  isMarker: boolean;
}

const versionOf = ({ Key = '', VersionId = 'null', IsLatest }: DeleteMarkerEntry, isMarker: boolean) => ({
  ...{ Key, VersionId, isMarker },
  isLatest: IsLatest === true,
});

/** Every version and delete marker under a prefix. */
export async function versionsIn(site: Site, Bucket: string, Prefix = ''): Promise<Version[]> {
  const found: Version[] = [];
  for (let from: Record<string, unknown> = {}; ; ) {
    const input = { Bucket, Prefix, ...from };
    const page = await site.call<ListObjectVersionsOutput>('s3', 'ListObjectVersions', input);
    found.push(...(page.Versions ?? []).map((version) => versionOf(version, false)));
    found.push(...(page.DeleteMarkers ?? []).map((marker) => versionOf(marker, true)));
    if (!page.IsTruncated) return found;
    from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

/** Deletes every version under a prefix for good. */
export async function emptyBucket(site: Site, Bucket: string, Prefix = ''): Promise<void> {
  for (const { Key, VersionId } of await versionsIn(site, Bucket, Prefix))
    await site.call('s3', 'DeleteObject', { Bucket, Key, VersionId });
}

/** Deletes a bucket with all that is in it. One that is not there is no matter. */
export async function removeBucket(site: Site, Bucket: string): Promise<void> {
  await ifThere(emptyBucket(site, Bucket).then(() => site.call<unknown>('s3', 'DeleteBucket', { Bucket })));
}
