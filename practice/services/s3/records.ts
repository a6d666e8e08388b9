/** A tag as S3's own shapes have it. */
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

/** `s3/buckets`, keyed by name: names are shared by all accounts. Times are milliseconds. */
export interface Bucket {
  name: string;
  accountId: string;
  region: string;
  /** What the creator said, which may be `EU`; absent for us-east-1. */
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

/** What is kept and given back as it was put, in JSON. */
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
  /** Base64; of a composite checksum with `-<parts>` behind it. */
  value: string;
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** The headers that are kept with an object and given back as they came. */
export interface StoredHeaders {
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  ContentType?: string;
  WebsiteRedirectLocation?: string;
  /** Milliseconds. */
  Expires?: number;
}

/** What a request says about an object beside its bytes. */
export interface ObjectAttributes {
  headers: StoredHeaders;
  metadata: Record<string, string>;
  tags: Tag[];
  storageClass: string;
  encryption: Encryption;
  acl: string;
}

/** The bytes of an object or a part; an empty one has no blob. */
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
  /** Grows with every version of the account: what orders the versions of one key. */
  sequence: number;
  /** `null` where it was made without versioning. */
  versionId: string;
  modified: number;
  ownerAccountId: string;
}

export interface DeleteMarker extends VersionEntry {
  marker: true;
}

export interface ObjectVersion extends VersionEntry, ObjectAttributes, StoredContent {
  marker: false;
  /** Of an object made of parts: their sizes and checksums in order. */
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
  /** Whether the client asked for the algorithm, or S3 chose it. */
  checksumAsked: boolean;
}

/** `s3/parts`, keyed `<bucket>/<upload id>/<part number>`. */
export interface Part extends StoredContent {
  uploadId: string;
  number: number;
  modified: number;
}
