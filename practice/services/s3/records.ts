/** A tag in the shape of S3's API. */
export interface Tag {
  Key: string;
  Value: string;
}

export interface Encryption {
  algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  kmsKeyId?: string;
  bucketKey?: boolean;
}

export interface PublicAccessBlock {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
}

/** `s3/buckets`, keyed by name, since names are unique across accounts. Times are milliseconds since the epoch. */
export interface Bucket {
  name: string;
  accountId: string;
  region: string;
  /** The location constraint of CreateBucket, which can be `EU`. Absent for us-east-1. */
  locationConstraint?: string;
  created: number;
  /** Absent until versioning is first set. */
  versioning?: 'Enabled' | 'Suspended';
  publicAccessBlock?: PublicAccessBlock;
  encryption: Encryption;
  ownership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';
  acl: string;
  tags?: Tag[];
  policy?: string;
  configurations?: Configurations;
}

/** Configurations that are stored as JSON and returned as they were put. */
export interface Configurations {
  cors?: unknown;
  website?: unknown;
  lifecycle?: unknown;
  logging?: unknown;
  requestPayment?: unknown;
  accelerate?: unknown;
  notification?: unknown;
}

export type Algorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

export interface Checksum {
  algorithm: Algorithm;
  /** Base64. A composite checksum ends in `-<number of parts>`. */
  value: string;
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** The headers that are stored with an object and returned unchanged. */
export interface StoredHeaders {
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  ContentType?: string;
  WebsiteRedirectLocation?: string;
  /** Milliseconds since the epoch. */
  Expires?: number;
}

/** An object's attributes: all that a request sets but its bytes. */
export interface ObjectAttributes {
  headers: StoredHeaders;
  metadata: Record<string, string>;
  tags: Tag[];
  storageClass: string;
  encryption: Encryption;
  acl: string;
}

/** The bytes of an object or a part. Empty ones have no blob. */
export interface StoredContent {
  blob?: string;
  size: number;
  /** Without quotes. */
  etag: string;
  checksum?: Checksum;
}

interface VersionEntry {
  bucket: string;
  key: string;
  /** Grows with every version in any bucket. The versions of a key are in this order. */
  sequence: number;
  /** `null` for a version that was created without versioning. */
  versionId: string;
  modified: number;
  ownerAccountId: string;
}

export interface DeleteMarker extends VersionEntry {
  marker: true;
}

export interface ObjectVersion extends VersionEntry, ObjectAttributes, StoredContent {
  marker: false;
  /** For a multipart object, the sizes and checksums of its parts in order. */
  parts?: { size: number; checksum?: string }[];
}

/** `s3/versions`, keyed `<bucket>/<sequence>`. */
export type Version = ObjectVersion | DeleteMarker;

/** `s3/uploads`, keyed `<bucket>/<upload id>`. */
export interface Upload extends ObjectAttributes {
  bucket: string;
  key: string;
  uploadId: string;
  initiated: number;
  initiatorArn: string;
  ownerAccountId: string;
  checksumAlgorithm: Algorithm;
  checksumType: Checksum['type'];
  /** True when the client requested the algorithm; false when S3 chose it. */
  checksumAsked: boolean;
}

/** `s3/parts`, keyed `<bucket>/<upload id>/<part number>`. */
export interface Part extends StoredContent {
  uploadId: string;
  number: number;
  modified: number;
}
