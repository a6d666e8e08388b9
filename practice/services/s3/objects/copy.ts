import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { defined } from '../../../core/defined.ts';
import type { Call, Permission } from '../../../core/emulator.ts';
import { requireBucket } from '../access.ts';
import { digest } from '../checksums.ts';
import { accessDenied, invalidArgument, invalidRequest, noSuchBucket } from '../errors.ts';
import type { S3Operations } from '../operations.ts';
import {
  afterLookup,
  definedValues,
  existingTags,
  objectPermission,
  writePermissions,
} from '../permissions.ts';
import type { Bucket, Checksum, ObjectAttributes, ObjectVersion } from '../records.ts';
import type { S3State } from '../state.ts';
import { checkCopyConditions, checkWriteConditions } from './conditions.ts';
import { findVersion, requireObject } from './find-version.ts';
import { attributesOf, requireValidKey } from './object-attributes.ts';
import { requestedAlgorithm } from './put.ts';
import { checksumResponse, etagOf, quoted, writeObject, writeResponseMembers } from './write.ts';

/** Parses a copy's source: `[/]bucket/key[?versionId=…]`, URL-encoded. Throws InvalidArgument. */
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
  const sourceObject = { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
  return version === undefined ? sourceObject : { ...sourceObject, versionId: version };
}

/** The object that CopyObject or UploadPartCopy reads. Throws S3's error when it is missing or a condition fails. */
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
  if (versionId !== undefined && findVersion(state, bucket, key, versionId)?.marker)
    throw invalidRequest(
      'The source of a copy request may not specifically refer to a delete marker by version id.',
    );
  const object = requireObject(state, bucket, { Key: key, VersionId: versionId }, call);
  checkCopyConditions(input, object);
  return { bucket, object };
}

type SourceInput = Pick<CopyObjectCommandInput, 'Bucket' | 'Key' | 'CopySource' | 'TaggingDirective'>;

/** The permissions that a copy requires on its source. Copied tags also require reading and writing them. */
export function sourcePermissions(state: S3State, input: SourceInput): Permission[] {
  const source = readCopySource(input.CopySource);
  if (!state.buckets.has(source.bucket)) throw noSuchBucket(source.bucket);
  const tags = existingTags(state, source.bucket, source.key, source.versionId);
  const version = source.versionId === undefined ? '' : 'Version';
  const copiesTags = Object.keys(tags).length > 0 && input.TaggingDirective !== 'REPLACE';
  const context = { ...tags, ...definedValues({ 's3:VersionId': source.versionId }) };
  return [
    objectPermission(`GetObject${version}`, source.bucket, source.key, context),
    ...(copiesTags
      ? [
          objectPermission(`GetObject${version}Tagging`, source.bucket, source.key, context),
          objectPermission('PutObjectTagging', input.Bucket ?? '', input.Key ?? ''),
        ]
      : []),
  ];
}

export const copyOperations = (state: S3State) =>
  ({
    CopyObject: {
      permissions: afterLookup(state, (input: CopyObjectCommandInput) => [
        ...sourcePermissions(state, input),
        ...writePermissions(input),
      ]),
      async run(input, call) {
        const bucket = requireBucket(state, input, call);
        const key = requireValidKey(input.Key);
        const source = requireSource(state, input, call);
        rejectUnchangedCopy(input, bucket, key, source.object);
        const attributes = copiedAttributes(bucket, input, source.object, call);
        const body = state.readBody(source.object);
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
            ...checksumResponse(checksum),
          },
          ...(source.bucket.versioning === undefined ? {} : { CopySourceVersionId: source.object.versionId }),
          ...writeResponseMembers(bucket, version),
        };
      },
    },
  }) satisfies S3Operations;

/**
 * A copy has the source's checksum algorithm, but always a checksum of the whole object, even for multipart sources.
 */
async function copiedChecksum(
  input: CopyObjectCommandInput,
  source: ObjectVersion,
  body: Buffer,
): Promise<Checksum> {
  const algorithm =
    input.ChecksumAlgorithm === undefined
      ? (source.checksum?.algorithm ?? 'CRC64NVME')
      : requestedAlgorithm(input.ChecksumAlgorithm);
  return { algorithm, value: await digest(algorithm, body), type: 'FULL_OBJECT' };
}

function copiedAttributes(
  bucket: Bucket,
  input: CopyObjectCommandInput,
  source: ObjectVersion,
  call: Call,
): ObjectAttributes {
  checkDirective('x-amz-metadata-directive', input.MetadataDirective);
  checkDirective('x-amz-tagging-directive', input.TaggingDirective);
  const requestedAttributes = attributesOf(bucket, input, call);
  const replacesMetadata = input.MetadataDirective === 'REPLACE';
  const { WebsiteRedirectLocation: redirect } = requestedAttributes.headers;
  // S3 never copies a redirect.
  const { WebsiteRedirectLocation: _, ...headers } = source.headers;
  return {
    ...requestedAttributes,
    headers: replacesMetadata
      ? requestedAttributes.headers
      : { ...headers, ...defined({ WebsiteRedirectLocation: redirect }) },
    metadata: replacesMetadata ? requestedAttributes.metadata : source.metadata,
    tags: input.TaggingDirective === 'REPLACE' ? requestedAttributes.tags : source.tags,
  };
}

function checkDirective(header: string, value: string | undefined): void {
  if (value !== undefined && value !== 'COPY' && value !== 'REPLACE')
    throw invalidArgument('Unknown metadata directive.', header, value);
}

function rejectUnchangedCopy(
  input: CopyObjectCommandInput,
  bucket: Bucket,
  key: string,
  source: ObjectVersion,
): void {
  const isSameObject = source.bucket === bucket.name && source.key === key;
  const isOlderVersion = readCopySource(input.CopySource).versionId !== undefined;
  const changes = [
    input.MetadataDirective === 'REPLACE',
    input.StorageClass !== undefined && input.StorageClass !== source.storageClass,
    input.WebsiteRedirectLocation !== undefined,
    input.ServerSideEncryption !== undefined,
    input.ChecksumAlgorithm !== undefined && input.ChecksumAlgorithm !== source.checksum?.algorithm,
    bucket.encryption.algorithm !== source.encryption.algorithm,
  ];
  if (isSameObject && !isOlderVersion && !changes.includes(true))
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
}
