import { createHash } from 'node:crypto';
import type {
  CopyObjectCommandInput,
  CreateMultipartUploadCommandInput,
  PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { defined } from '../../../core/defined.ts';
import type { Call } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { objectCannedAcl } from '../acl.ts';
import { invalidArgument, notImplemented } from '../errors.ts';
import type { Bucket, Encryption, ObjectAttributes, StoredHeaders } from '../records.ts';
import { readTagging } from '../tags.ts';

type ObjectInput = Pick<
  PutObjectCommandInput & CopyObjectCommandInput & CreateMultipartUploadCommandInput,
  | 'ACL'
  | 'BucketKeyEnabled'
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'ContentType'
  | 'Expires'
  | 'Metadata'
  | 'ObjectLockLegalHoldStatus'
  | 'ObjectLockMode'
  | 'SSECustomerAlgorithm'
  | 'SSEKMSKeyId'
  | 'ServerSideEncryption'
  | 'StorageClass'
  | 'Tagging'
  | 'WebsiteRedirectLocation'
>;

const storageClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

/** The key, if it is within S3's limit of 1024 bytes in UTF-8. Throws KeyTooLongError. */
export function requireValidKey(key: string | undefined): string {
  const text = key ?? '';
  const size = Buffer.byteLength(text);
  if (size > 1024)
    throw new AwsError('KeyTooLongError', 'Your key is too long', 400, {
      detail: { Size: String(size), MaxSizeAllowed: '1024' },
    });
  return text;
}

/** The attributes of an object in a request: all but its bytes. */
export function attributesOf(bucket: Bucket, input: ObjectInput, call: Call): ObjectAttributes {
  if (input.SSECustomerAlgorithm !== undefined)
    throw notImplemented('x-amz-server-side-encryption-customer-algorithm');
  if (input.ObjectLockMode !== undefined || input.ObjectLockLegalHoldStatus !== undefined)
    throw new AwsError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  const storageClass = input.StorageClass ?? 'STANDARD';
  if (!storageClasses.includes(storageClass))
    throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', 400, {
      detail: { StorageClassRequested: storageClass },
    });
  return {
    headers: headersOf(input),
    metadata: requireValidMetadata(input.Metadata),
    tags: readTagging(input.Tagging),
    storageClass,
    encryption: encryptionOf(bucket, input, call),
    acl: objectCannedAcl(bucket, input.ACL),
  };
}

function headersOf(input: ObjectInput): StoredHeaders {
  // aws-chunked is an encoding of the transfer, not of the object.
  const encoding = input.ContentEncoding?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked' && part !== '')
    .join(',');
  const { CacheControl, ContentDisposition, ContentLanguage, ContentType, WebsiteRedirectLocation } = input;
  return {
    ContentType: ContentType === undefined || ContentType === '' ? 'binary/octet-stream' : ContentType,
    ...defined({ CacheControl, ContentDisposition }),
    ...(encoding === undefined || encoding === '' ? {} : { ContentEncoding: encoding }),
    ...defined({ ContentLanguage, WebsiteRedirectLocation, Expires: input.Expires?.getTime() }),
  };
}

function requireValidMetadata(metadata: Record<string, string> | undefined): Record<string, string> {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const size = entries.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size > 2048)
    throw new AwsError(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      400,
      {
        detail: { Size: String(size), MaxSizeAllowed: '2048' },
      },
    );
  return Object.fromEntries(entries);
}

function encryptionOf(bucket: Bucket, input: ObjectInput, call: Call): Encryption {
  const requestedAlgorithm = input.ServerSideEncryption;
  if (requestedAlgorithm === undefined && input.SSEKMSKeyId === undefined)
    return withKmsKeyArn(bucket.encryption, bucket, call);
  if (requestedAlgorithm === 'AES256' && input.SSEKMSKeyId === undefined) return { algorithm: 'AES256' };
  if (requestedAlgorithm !== 'aws:kms' && requestedAlgorithm !== 'aws:kms:dsse')
    throw invalidArgument(
      requestedAlgorithm === undefined || requestedAlgorithm === 'AES256'
        ? 'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms'
        : 'The encryption method specified is not supported',
      'x-amz-server-side-encryption',
      requestedAlgorithm ?? 'null',
    );
  const bucketKey = input.BucketKeyEnabled ?? bucket.encryption.bucketKey ?? false;
  const kmsKeyId = input.SSEKMSKeyId;
  return withKmsKeyArn({ algorithm: requestedAlgorithm, bucketKey, ...defined({ kmsKeyId }) }, bucket, call);
}

/** The encryption with the KMS key's full ARN, as S3 returns it. Without a key, it is the account's own S3 key. */
function withKmsKeyArn(encryption: Encryption, bucket: Bucket, call: Call): Encryption {
  if (encryption.algorithm === 'AES256') return { algorithm: 'AES256' };
  const { kmsKeyId } = encryption;
  if (kmsKeyId?.startsWith('arn:')) return encryption;
  const kmsPrefix = `arn:aws:kms:${bucket.region}:${call.caller.accountId}:`;
  if (kmsKeyId !== undefined)
    return {
      ...encryption,
      kmsKeyId: kmsKeyId.startsWith('alias/') ? kmsPrefix + kmsKeyId : `${kmsPrefix}key/${kmsKeyId}`,
    };
  const hash = createHash('md5').update(`${kmsPrefix}aws/s3`).digest('hex');
  const uuid = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { ...encryption, kmsKeyId: `${kmsPrefix}key/${uuid}` };
}
