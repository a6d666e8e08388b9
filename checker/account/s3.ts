import type { CallOptions, Calls } from './calls.ts';
import { type Fact, known, map } from './fact.ts';
import { type ListResult, pages, readAll } from './paging.ts';

/** A bucket, and whose it has to be: every call names the owner, for a name may belong to somebody else. */
export interface Bucket {
  name: string;
  owner: string;
  region: string;
}

export interface PublicAccessBlock {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
}

export type Versioning = 'Enabled' | 'Suspended' | 'unset';

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  key: string;
  /** `null` (the word) for what was written before versioning, or while it was suspended. */
  versionId: string;
  latest: boolean;
  isDeleteMarker: boolean;
  /** Milliseconds since the epoch; S3 tells whole seconds. */
  modified: number;
  /** Bytes; 0 for a marker. */
  size: number;
}

export interface ObjectContent {
  bytes: Uint8Array;
  contentType: string | undefined;
  versionId: string | undefined;
  /** Milliseconds since the epoch. */
  modified: number | undefined;
}

/** An absence that is an answer in itself: "no policy" is known, while "no such bucket" stays absent. */
function absentAsValue<T>(fact: Fact<T>, code: string, none: T): Fact<T> {
  return fact.state === 'absent' && fact.code === code ? known(none) : fact;
}

const bucketInput = ({ name, owner }: Bucket) => ({ Bucket: name, ExpectedBucketOwner: owner });

/** `''` and null mean us-east-1, `EU` means eu-west-1. */
function regionName(name: string | undefined): string {
  if (name === undefined || name === '') return 'us-east-1';
  return name === 'EU' ? 'eu-west-1' : name;
}

/** Whether the bucket is there and this account's, and in which region it really is. */
export async function bucket(
  calls: Calls,
  name: string,
  owner: string,
  options: CallOptions = {},
): Promise<Fact<Bucket>> {
  const region = options.region ?? calls.clients.region;
  const response = await calls.read(
    's3',
    'HeadBucket',
    { Bucket: name, ExpectedBucketOwner: owner },
    options,
  );
  if (response.state === 'known')
    return known({ name, owner, region: regionName(response.value.BucketRegion ?? region) });
  // Another region's endpoint answers 301 or 400, and names the right one: ask there.
  const actualRegion = response.state === 'unknown' ? response.error.bucketRegion : undefined;
  // Asked once more, and not in a circle: a second answer that points elsewhere stays unknown.
  if (actualRegion !== undefined && actualRegion !== region && options.region === undefined)
    return bucket(calls, name, owner, { ...options, region: actualRegion });
  return response;
}

/** A bucket as the account's list tells of it. */
export interface ListedBucket {
  name: string;
  /** Milliseconds since the epoch. */
  created?: number;
  region?: string;
}

/** All buckets of the account. */
export function buckets(calls: Calls, options: CallOptions = {}): Promise<Fact<ListResult<ListedBucket>>> {
  return readAll(
    calls,
    {
      service: 's3',
      operation: 'ListBuckets',
      // The buckets' regions are told to a request that has a parameter; this one asks for the largest page.
      input: { MaxBuckets: 10_000 },
      next: ({ ContinuationToken }) => (ContinuationToken ? { ContinuationToken } : undefined),
      items: ({ Buckets = [] }) =>
        Buckets.map(({ Name = '', CreationDate, BucketRegion }) => ({
          name: Name,
          ...(CreationDate === undefined ? {} : { created: CreationDate.getTime() }),
          ...(BucketRegion === undefined ? {} : { region: BucketRegion }),
        })),
    },
    options,
  );
}

/** The names of all buckets of the account. */
export async function bucketNames(
  calls: Calls,
  options: CallOptions = {},
): Promise<Fact<ListResult<string>>> {
  return map(await buckets(calls, options), ({ items, complete }) => ({
    items: items.map(({ name }) => name),
    complete,
  }));
}

export async function versioning(calls: Calls, target: Bucket): Promise<Fact<Versioning>> {
  const response = await calls.read('s3', 'GetBucketVersioning', bucketInput(target), {
    region: target.region,
  });
  return map(response, ({ Status }) => Status ?? 'unset');
}

export async function publicAccessBlock(calls: Calls, target: Bucket): Promise<Fact<PublicAccessBlock>> {
  const response = await calls.read('s3', 'GetPublicAccessBlock', bucketInput(target), {
    region: target.region,
  });
  const fact = map(response, ({ PublicAccessBlockConfiguration: block = {} }) => ({
    BlockPublicAcls: block.BlockPublicAcls ?? false,
    IgnorePublicAcls: block.IgnorePublicAcls ?? false,
    BlockPublicPolicy: block.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: block.RestrictPublicBuckets ?? false,
  }));
  return absentAsValue(fact, 'NoSuchPublicAccessBlockConfiguration', {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  });
}

/** The algorithm that new objects are encrypted with: `AES256`, `aws:kms`, …; `none` when there is none. */
export async function encryption(calls: Calls, target: Bucket): Promise<Fact<string>> {
  const response = await calls.read('s3', 'GetBucketEncryption', bucketInput(target), {
    region: target.region,
  });
  const fact = map(
    response,
    ({ ServerSideEncryptionConfiguration: configuration }) =>
      configuration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? 'none',
  );
  return absentAsValue(fact, 'ServerSideEncryptionConfigurationNotFoundError', 'none');
}

/** Whether the bucket's policy opens it to the public; no policy opens nothing. */
export async function isPublicByPolicy(calls: Calls, target: Bucket): Promise<Fact<boolean>> {
  const response = await calls.read('s3', 'GetBucketPolicyStatus', bucketInput(target), {
    region: target.region,
  });
  return absentAsValue(
    map(response, ({ PolicyStatus }) => PolicyStatus?.IsPublic ?? false),
    'NoSuchBucketPolicy',
    false,
  );
}

/** The bucket's policy as text; empty when there is none. */
export async function bucketPolicy(calls: Calls, target: Bucket): Promise<Fact<string>> {
  const response = await calls.read('s3', 'GetBucketPolicy', bucketInput(target), { region: target.region });
  return absentAsValue(
    map(response, ({ Policy = '' }) => Policy),
    'NoSuchBucketPolicy',
    '',
  );
}

export async function bucketTags(
  calls: Calls,
  target: Bucket,
  options: CallOptions = {},
): Promise<Fact<Record<string, string>>> {
  const response = await calls.read('s3', 'GetBucketTagging', bucketInput(target), {
    region: target.region,
    ...options,
  });
  const fact = map(response, ({ TagSet = [] }) =>
    Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value] as const)),
  );
  return absentAsValue<Record<string, string>>(fact, 'NoSuchTagSet', {});
}

function listing(target: Bucket, prefix: string) {
  return {
    service: 's3' as const,
    operation: 'ListObjectVersions' as const,
    // Keys may hold characters that XML cannot: they travel percent-encoded.
    input: { ...bucketInput(target), Prefix: prefix, EncodingType: 'url' as const },
    // One key may span pages, so both markers are needed.
    next: (response: {
      IsTruncated?: boolean | undefined;
      NextKeyMarker?: string | undefined;
      NextVersionIdMarker?: string | undefined;
    }) =>
      response.IsTruncated
        ? {
            KeyMarker: decodeKey(response.NextKeyMarker ?? ''),
            VersionIdMarker: response.NextVersionIdMarker,
          }
        : undefined,
  };
}

/** S3's url encoding writes a space as `+`. */
export function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

interface VersionEntry {
  Key?: string | undefined;
  VersionId?: string | undefined;
  IsLatest?: boolean | undefined;
  LastModified?: Date | undefined;
  Size?: number | undefined;
}

function version(entry: VersionEntry, isDeleteMarker: boolean): ObjectVersion {
  return {
    key: decodeKey(entry.Key ?? ''),
    versionId: entry.VersionId ?? 'null',
    latest: entry.IsLatest ?? false,
    isDeleteMarker,
    modified: entry.LastModified?.getTime() ?? 0,
    size: entry.Size ?? 0,
  };
}

/**
 * Versions and delete markers under a prefix, a page (at most 1000) at a time, to the end. The last page given
 * is the one that is not known, if any is.
 */
export async function* objectVersionPages(
  calls: Calls,
  target: Bucket,
  prefix = '',
  options: CallOptions = {},
): AsyncGenerator<Fact<ObjectVersion[]>> {
  for await (const page of pages(calls, listing(target, prefix), { region: target.region, ...options })) {
    yield map(page, ({ Versions = [], DeleteMarkers = [] }) => [
      ...Versions.map((entry) => version(entry, false)),
      ...DeleteMarkers.map((entry) => version(entry, true)),
    ]);
  }
}

/** All versions and delete markers of one key, newest first. */
export async function versionsOf(calls: Calls, target: Bucket, key: string): Promise<Fact<ObjectVersion[]>> {
  const found: ObjectVersion[] = [];
  for await (const page of objectVersionPages(calls, target, key)) {
    if (page.state !== 'known') return page;
    found.push(...page.value.filter((item) => item.key === key));
    // Keys come in order: once another key has begun, this one is whole.
    if (page.value.some((item) => item.key !== key)) break;
  }
  return known(found.sort((a, b) => Number(b.latest) - Number(a.latest) || b.modified - a.modified));
}

/** An object's bytes, whole. */
export async function object(
  calls: Calls,
  target: Bucket,
  key: string,
  versionId?: string,
): Promise<Fact<ObjectContent>> {
  const response = await calls.read(
    's3',
    'GetObject',
    { ...bucketInput(target), Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) },
    { region: target.region },
  );
  return map(response, (content) => ({
    bytes: content.Body ?? new Uint8Array(),
    contentType: content.ContentType,
    versionId: content.VersionId,
    modified: content.LastModified?.getTime(),
  }));
}
