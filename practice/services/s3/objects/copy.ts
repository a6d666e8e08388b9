import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import type { Call } from '../../../core/world.ts';
import { requireBucket } from '../access.ts';
import { digest } from '../checksums.ts';
import { accessDenied, invalidArgument, invalidRequest, noSuchBucket } from '../failures.ts';
import type { Attributes, Bucket, Checksum, ObjectVersion } from '../records.ts';
import type { S3State } from '../state.ts';
import { checkCopyConditions, checkWriteConditions } from './conditions.ts';
import { lookUp, requireObject } from './find.ts';
import { attributesOf, checkedKey } from './input.ts';
import { askedAlgorithm } from './put.ts';
import { checksumAnswer, etagOf, quoted, writeObject, writtenMembers } from './write.ts';

/** Where a copy comes from: `bucket/key`, URL-encoded, with or without a slash before and a version behind. */
export function readCopySource(header: string | undefined): {
  bucket: string;
  key: string;
  versionId?: string;
} {
  const text = header ?? '';
  const [path = '', version] = text.split(/\?versionId=/);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path).replace(/^\//, '');
  } catch {
    decoded = '';
  }
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1)
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      text,
    );
  const named = { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
  return version === undefined ? named : { ...named, versionId: version };
}

/** The object that CopyObject or UploadPartCopy reads. */
export function requireSource(
  state: S3State,
  input: {
    CopySource?: string | undefined;
    ExpectedSourceBucketOwner?: string | undefined;
    CopySourceSSECustomerAlgorithm?: string | undefined;
  } & Parameters<typeof checkCopyConditions>[0],
  call: Call,
): { bucket: Bucket; object: ObjectVersion } {
  const { bucket: name, key, versionId } = readCopySource(input.CopySource);
  const bucket = state.buckets.get(name);
  if (bucket === undefined) throw noSuchBucket(name);
  const { ExpectedSourceBucketOwner: owner } = input;
  if (owner !== undefined && owner !== bucket.accountId) throw accessDenied();
  if (versionId !== undefined && lookUp(state, bucket, key, versionId)?.marker)
    throw invalidRequest(
      'The source of a copy request may not specifically refer to a delete marker by version id.',
    );
  const object = requireObject(state, bucket, { Key: key, VersionId: versionId }, call);
  checkCopyConditions(input, object);
  return { bucket, object };
}

export const copyOperations = (state: S3State) => ({
  async CopyObject(input: CopyObjectCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const key = checkedKey(input.Key);
    const source = requireSource(state, input, call);
    refuseNoChange(input, bucket, key, source.object);
    const attributes = copiedAttributes(bucket, input, source.object, call);
    const body = state.body(source.object);
    const checksum = await copiedChecksum(input, source.object, body);
    checkWriteConditions(input, key, state.latest(bucket.name, key));
    const object = {
      ...attributes,
      ...state.putBlob(body),
      size: body.length,
      etag: etagOf(body, attributes.encryption),
      checksum,
    };
    const version = writeObject(state, bucket, key, object, call);
    return {
      CopyObjectResult: {
        ETag: quoted(version.etag),
        LastModified: new Date(version.modified),
        ...checksumAnswer(checksum),
      },
      ...(source.bucket.versioning === undefined ? {} : { CopySourceVersionId: source.object.versionId }),
      ...writtenMembers(bucket, version),
    };
  },
});

/** A copy keeps the source's algorithm, but is whole where the source was made of parts. */
async function copiedChecksum(
  input: CopyObjectCommandInput,
  source: ObjectVersion,
  body: Buffer,
): Promise<Checksum> {
  const algorithm =
    input.ChecksumAlgorithm === undefined
      ? (source.checksum?.algorithm ?? 'CRC64NVME')
      : askedAlgorithm(input.ChecksumAlgorithm);
  return { algorithm, value: await digest(algorithm, body), type: 'FULL_OBJECT' };
}

function copiedAttributes(
  bucket: Bucket,
  input: CopyObjectCommandInput,
  source: ObjectVersion,
  call: Call,
): Attributes {
  checkDirective('x-amz-metadata-directive', input.MetadataDirective);
  checkDirective('x-amz-tagging-directive', input.TaggingDirective);
  const asked = attributesOf(bucket, input, call);
  const replaces = input.MetadataDirective === 'REPLACE';
  const { WebsiteRedirectLocation: redirect } = asked.headers;
  // A redirect is never copied.
  const { WebsiteRedirectLocation: _, ...headers } = source.headers;
  return {
    ...asked,
    headers: replaces
      ? asked.headers
      : { ...headers, ...(redirect === undefined ? {} : { WebsiteRedirectLocation: redirect }) },
    metadata: replaces ? asked.metadata : source.metadata,
    tags: input.TaggingDirective === 'REPLACE' ? asked.tags : source.tags,
  };
}

function checkDirective(header: string, value: string | undefined): void {
  if (value !== undefined && value !== 'COPY' && value !== 'REPLACE')
    throw invalidArgument('Unknown metadata directive.', header, value);
}

function refuseNoChange(
  input: CopyObjectCommandInput,
  bucket: Bucket,
  key: string,
  source: ObjectVersion,
): void {
  const isItself = source.bucket === bucket.name && source.key === key;
  const isOld = readCopySource(input.CopySource).versionId !== undefined;
  const changes = [
    input.MetadataDirective === 'REPLACE',
    input.StorageClass !== undefined && input.StorageClass !== source.storageClass,
    input.WebsiteRedirectLocation !== undefined,
    input.ServerSideEncryption !== undefined,
    input.ChecksumAlgorithm !== undefined && input.ChecksumAlgorithm !== source.checksum?.algorithm,
    bucket.encryption.algorithm !== source.encryption.algorithm,
  ];
  if (isItself && !isOld && !changes.includes(true))
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
}
