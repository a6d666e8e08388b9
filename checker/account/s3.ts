import type { CallOptions, Calls } from './calls.ts';
import { type Fact, known, map } from './fact.ts';
import { type Listed, pages, readAll } from './paging.ts';

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
  marker: boolean;
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
function orNone<T>(fact: Fact<T>, code: string, none: T): Fact<T> {
  return fact.state === 'absent' && fact.code === code ? known(none) : fact;
}

const target = ({ name, owner }: Bucket) => ({ Bucket: name, ExpectedBucketOwner: owner });

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
  const answer = await calls.read('s3', 'HeadBucket', { Bucket: name, ExpectedBucketOwner: owner }, options);
  if (answer.state === 'known')
    return known({ name, owner, region: regionName(answer.value.BucketRegion ?? region) });
  // Another region's endpoint answers 301 or 400, and names the right one: ask there.
  const elsewhere = answer.state === 'unknown' ? answer.trouble.bucketRegion : undefined;
  // Asked once more, and not in a circle: a second answer that points elsewhere stays unknown.
  if (elsewhere !== undefined && elsewhere !== region && options.region === undefined)
    return bucket(calls, name, owner, { ...options, region: elsewhere });
  return answer;
}

/** A bucket as the account's list tells of it. */
export interface ListedBucket {
  name: string;
  /** Milliseconds since the epoch. */
  created?: number;
  region?: string;
}

/** All buckets of the account. */
export function buckets(calls: Calls, options: CallOptions = {}): Promise<Fact<Listed<ListedBucket>>> {
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
export async function bucketNames(calls: Calls, options: CallOptions = {}): Promise<Fact<Listed<string>>> {
  return map(await buckets(calls, options), ({ items, complete }) => ({
    items: items.map(({ name }) => name),
    complete,
  }));
}

export async function versioning(calls: Calls, of: Bucket): Promise<Fact<Versioning>> {
  const answer = await calls.read('s3', 'GetBucketVersioning', target(of), { region: of.region });
  return map(answer, ({ Status }) => Status ?? 'unset');
}

export async function publicAccessBlock(calls: Calls, of: Bucket): Promise<Fact<PublicAccessBlock>> {
  const answer = await calls.read('s3', 'GetPublicAccessBlock', target(of), { region: of.region });
  const fact = map(answer, ({ PublicAccessBlockConfiguration: block = {} }) => ({
    BlockPublicAcls: block.BlockPublicAcls ?? false,
    IgnorePublicAcls: block.IgnorePublicAcls ?? false,
    BlockPublicPolicy: block.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: block.RestrictPublicBuckets ?? false,
  }));
  return orNone(fact, 'NoSuchPublicAccessBlockConfiguration', {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  });
}

/** The algorithm that new objects are encrypted with: `AES256`, `aws:kms`, …; `none` when there is none. */
export async function encryption(calls: Calls, of: Bucket): Promise<Fact<string>> {
  const answer = await calls.read('s3', 'GetBucketEncryption', target(of), { region: of.region });
  const fact = map(
    answer,
    ({ ServerSideEncryptionConfiguration: configuration }) =>
      configuration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? 'none',
  );
  return orNone(fact, 'ServerSideEncryptionConfigurationNotFoundError', 'none');
}

/** Whether the bucket's policy opens it to the public; no policy opens nothing. */
export async function isPublicByPolicy(calls: Calls, of: Bucket): Promise<Fact<boolean>> {
  const answer = await calls.read('s3', 'GetBucketPolicyStatus', target(of), { region: of.region });
  return orNone(
    map(answer, ({ PolicyStatus }) => PolicyStatus?.IsPublic ?? false),
    'NoSuchBucketPolicy',
    false,
  );
}

/** The bucket's policy as text; empty when there is none. */
export async function bucketPolicy(calls: Calls, of: Bucket): Promise<Fact<string>> {
  const answer = await calls.read('s3', 'GetBucketPolicy', target(of), { region: of.region });
  return orNone(
    map(answer, ({ Policy = '' }) => Policy),
    'NoSuchBucketPolicy',
    '',
  );
}

export async function bucketTags(
  calls: Calls,
  of: Bucket,
  options: CallOptions = {},
): Promise<Fact<Record<string, string>>> {
  const answer = await calls.read('s3', 'GetBucketTagging', target(of), { region: of.region, ...options });
  const fact = map(answer, ({ TagSet = [] }) =>
    Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value] as const)),
  );
  return orNone<Record<string, string>>(fact, 'NoSuchTagSet', {});
}

function listing(of: Bucket, prefix: string) {
  return {
    service: 's3' as const,
    operation: 'ListObjectVersions' as const,
    // Keys may hold characters that XML cannot: they travel percent-encoded.
    input: { ...target(of), Prefix: prefix, EncodingType: 'url' as const },
    // One key may span pages, so both markers are needed.
    next: (answer: {
      IsTruncated?: boolean | undefined;
      NextKeyMarker?: string | undefined;
      NextVersionIdMarker?: string | undefined;
    }) =>
      answer.IsTruncated
        ? { KeyMarker: decodeKey(answer.NextKeyMarker ?? ''), VersionIdMarker: answer.NextVersionIdMarker }
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

function version(entry: VersionEntry, marker: boolean): ObjectVersion {
  return {
    key: decodeKey(entry.Key ?? ''),
    versionId: entry.VersionId ?? 'null',
    latest: entry.IsLatest ?? false,
    marker,
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
  of: Bucket,
  prefix = '',
  options: CallOptions = {},
): AsyncGenerator<Fact<ObjectVersion[]>> {
  for await (const page of pages(calls, listing(of, prefix), { region: of.region, ...options })) {
    yield map(page, ({ Versions = [], DeleteMarkers = [] }) => [
      ...Versions.map((entry) => version(entry, false)),
      ...DeleteMarkers.map((entry) => version(entry, true)),
    ]);
  }
}

/** All versions and delete markers of one key, newest first. */
export async function versionsOf(calls: Calls, of: Bucket, key: string): Promise<Fact<ObjectVersion[]>> {
  const found: ObjectVersion[] = [];
  for await (const page of objectVersionPages(calls, of, key)) {
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
  of: Bucket,
  key: string,
  versionId?: string,
): Promise<Fact<ObjectContent>> {
  const answer = await calls.read(
    's3',
    'GetObject',
    { ...target(of), Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) },
    { region: of.region },
  );
  return map(answer, (content) => ({
    bytes: content.Body ?? new Uint8Array(),
    contentType: content.ContentType,
    versionId: content.VersionId,
    modified: content.LastModified?.getTime(),
  }));
}
