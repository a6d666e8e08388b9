import { defined } from '../../base/defined.ts';
import type { CallOptions, Calls } from './calls.ts';
import { type Fact, known, map } from './fact.ts';
import { type ListResult, pages, readAll } from './paging.ts';

/** A bucket and its required owner. Every call names the owner, because another account can own that name. */
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
  /** The string `null` for an object written before versioning was enabled, or while it was suspended. */
  versionId: string;
  latest: boolean;
  isDeleteMarker: boolean;
  /** Milliseconds since the epoch; S3 reports whole seconds. */
  modified: number;
  /** Bytes; 0 for a marker. */
  size: number;
  /**
   * Without its quotes; undefined for a marker. The MD5 of the content, unless the object is encrypted with a KMS key or
   * was uploaded in parts.
   */
  etag?: string;
}

export interface ObjectContent {
  bytes: Uint8Array;
  contentType: string | undefined;
  versionId: string | undefined;
  /** Milliseconds since the epoch. */
  modified: number | undefined;
}

/** Turns one absence into a known value: "no policy" becomes known, while "no such bucket" stays absent. */
function absentAsValue<T>(fact: Fact<T>, code: string, none: T): Fact<T> {
  return fact.state === 'absent' && fact.code === code ? known(none) : fact;
}

const bucketInput = ({ name, owner }: Bucket) => ({ Bucket: name, ExpectedBucketOwner: owner });

/** In S3's answers, `''` and a missing region mean us-east-1, and `EU` means eu-west-1. */
function regionName(name: string | undefined): string {
  if (name === undefined || name === '') return 'us-east-1';
  return name === 'EU' ? 'eu-west-1' : name;
}

/** Reads whether the bucket exists and belongs to this account, and in which region it is. */
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
  // The endpoint of another region returns 301 or 400 and names the bucket's region.
  const actualRegion = response.state === 'unknown' ? response.error.bucketRegion : undefined;
  // Retry there only once, to avoid a loop: if that answer names another region, the fact stays unknown.
  if (actualRegion !== undefined && actualRegion !== region && options.region === undefined)
    return bucket(calls, name, owner, { ...options, region: actualRegion });
  return response;
}

/** A bucket's entry in the account's list. */
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
      // S3 returns the buckets' regions only if the request has a parameter; this one asks for the largest page.
      input: { MaxBuckets: 10_000 },
      next: ({ ContinuationToken }) => (ContinuationToken ? { ContinuationToken } : undefined),
      items: ({ Buckets = [] }) =>
        Buckets.map(({ Name = '', CreationDate, BucketRegion }) => ({
          name: Name,
          ...defined({ created: CreationDate?.getTime(), region: BucketRegion }),
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

/** Whether the bucket's policy makes it public; false without a policy. */
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
    // Keys can contain characters that XML cannot, so S3 returns them percent-encoded.
    input: { ...bucketInput(target), Prefix: prefix, EncodingType: 'url' as const },
    // The versions of one key can span pages, so both markers are needed.
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
  ETag?: string | undefined;
}

function version(entry: VersionEntry, isDeleteMarker: boolean): ObjectVersion {
  return {
    key: decodeKey(entry.Key ?? ''),
    versionId: entry.VersionId ?? 'null',
    latest: entry.IsLatest ?? false,
    isDeleteMarker,
    modified: entry.LastModified?.getTime() ?? 0,
    size: entry.Size ?? 0,
    ...defined({ etag: entry.ETag?.replaceAll('"', '') }),
  };
}

/**
 * Yields all versions and delete markers under a prefix, one page (at most 1000) at a time. A page that is absent
 * or unknown is the last one.
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
    // S3 sorts the keys, so this key's versions are complete when another key appears.
    if (page.value.some((item) => item.key !== key)) break;
  }
  return known(found.sort((a, b) => Number(b.latest) - Number(a.latest) || b.modified - a.modified));
}

/** An object's complete bytes. */
export async function object(
  calls: Calls,
  target: Bucket,
  key: string,
  versionId?: string,
): Promise<Fact<ObjectContent>> {
  const response = await calls.read(
    's3',
    'GetObject',
    { ...bucketInput(target), Key: key, ...defined({ VersionId: versionId }) },
    { region: target.region },
  );
  return map(response, (content) => ({
    bytes: content.Body ?? new Uint8Array(),
    contentType: content.ContentType,
    versionId: content.VersionId,
    modified: content.LastModified?.getTime(),
  }));
}

/** A multipart upload that was begun and neither completed nor aborted. */
export interface Upload {
  key: string;
  uploadId: string;
  /** Milliseconds since the epoch; S3 reports whole seconds. */
  initiated: number;
}

/** Yields the unfinished multipart uploads under a prefix, one page at a time. */
export async function* uploadPages(
  calls: Calls,
  target: Bucket,
  prefix = '',
): AsyncGenerator<Fact<Upload[]>> {
  const request = {
    service: 's3' as const,
    operation: 'ListMultipartUploads' as const,
    input: { ...bucketInput(target), Prefix: prefix, EncodingType: 'url' as const },
    next: (response: {
      IsTruncated?: boolean | undefined;
      NextKeyMarker?: string | undefined;
      NextUploadIdMarker?: string | undefined;
    }) =>
      response.IsTruncated
        ? { KeyMarker: decodeKey(response.NextKeyMarker ?? ''), UploadIdMarker: response.NextUploadIdMarker }
        : undefined,
  };
  for await (const page of pages(calls, request, { region: target.region }))
    yield map(page, ({ Uploads = [] }) =>
      Uploads.map(({ Key = '', UploadId = '', Initiated }) => ({
        key: decodeKey(Key),
        uploadId: UploadId,
        initiated: Initiated?.getTime() ?? 0,
      })),
    );
}
