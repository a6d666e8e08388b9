import { randomBytes } from 'node:crypto';
import type { UploadPartCopyCommandInput } from '@aws-sdk/client-s3';
import type { Call } from '../../../core/emulator.ts';
import { requireBucket } from '../access.ts';
import { checksumMembers, declaredChecksum, verifiedChecksum, verifyMd5 } from '../checksums.ts';
import { invalidArgument, invalidRequest, noSuchUpload } from '../errors.ts';
import { requireSource, sourcePermissions } from '../objects/copy.ts';
import { attributesOf, requireValidKey } from '../objects/object-attributes.ts';
import { requestedAlgorithm } from '../objects/put.ts';
import { encryptionMembers, etagOf, quoted } from '../objects/write.ts';
import type { S3Operations } from '../operations.ts';
import { afterLookup, objectPermission, objectPermissions, writePermissions } from '../permissions.ts';
import type { Algorithm, Bucket, Checksum, Part, Upload } from '../records.ts';
import { type S3State, uploadKey } from '../state.ts';

export function requireUpload(
  state: S3State,
  bucket: Bucket,
  input: { Key?: string | undefined; UploadId?: string | undefined },
): Upload {
  const uploadId = input.UploadId ?? '';
  const upload = state.uploads.get(uploadKey({ bucket: bucket.name, uploadId }));
  if (upload === undefined || upload.key !== input.Key) throw noSuchUpload(uploadId);
  return upload;
}

/** The type of an upload's checksum. CRC64NVME is always of the whole object, SHA-1 and SHA-256 always of the parts. */
function checksumType(algorithm: Algorithm, requestedType: string | undefined): Checksum['type'] {
  const requiredType =
    algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : algorithm.startsWith('SHA') ? 'COMPOSITE' : undefined;
  if (requestedType !== undefined && requestedType !== 'FULL_OBJECT' && requestedType !== 'COMPOSITE')
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  if (requiredType !== undefined && requestedType !== undefined && requestedType !== requiredType)
    throw invalidRequest(
      `The ${requestedType} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return requiredType ?? (requestedType === 'FULL_OBJECT' ? 'FULL_OBJECT' : 'COMPOSITE');
}

function partNumberOf(input: { PartNumber?: number | undefined }): number {
  const number = input.PartNumber ?? 0;
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      String(number),
    );
  return number;
}

/** The operations that create and abort multipart uploads, and upload parts. */
export const uploadOperations = (state: S3State) =>
  ({
    CreateMultipartUpload: {
      permissions: afterLookup(state, writePermissions),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const algorithm = requestedAlgorithm(input.ChecksumAlgorithm);
        const upload: Upload = {
          ...attributesOf(bucket, input, call),
          bucket: bucket.name,
          key: requireValidKey(input.Key),
          uploadId: randomBytes(48).toString('base64url').replaceAll('-', '.'),
          initiated: call.now,
          initiatorArn: call.caller.arn,
          ownerAccountId: bucket.accountId,
          checksumAlgorithm: algorithm,
          checksumType: checksumType(algorithm, input.ChecksumType),
          checksumAsked: input.ChecksumAlgorithm !== undefined,
        };
        state.uploads.set(uploadKey(upload), upload);
        return {
          Bucket: bucket.name,
          Key: upload.key,
          UploadId: upload.uploadId,
          ...encryptionMembers(upload.encryption),
          ...(upload.checksumAsked
            ? { ChecksumAlgorithm: algorithm, ChecksumType: upload.checksumType }
            : {}),
        };
      },
    },

    UploadPart: {
      permissions: objectPermissions(state, ['PutObject']),
      async run(input, call) {
        const bucket = requireBucket(state, input, call);
        const number = partNumberOf(input);
        const upload = requireUpload(state, bucket, input);
        const body = input.Body ?? Buffer.alloc(0);
        verifyMd5(input.ContentMD5, body);
        const declared = declaredChecksum(input)?.algorithm;
        if (upload.checksumAsked && declared !== undefined && declared !== upload.checksumAlgorithm)
          throw invalidRequest(
            `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, actual checksum Type: ${declared.toLowerCase()}`,
          );
        const checksum = await verifiedChecksum(input, body, upload.checksumAlgorithm);
        const part = await storePart(state, bucket, upload, number, body, checksum, call);
        return {
          ETag: quoted(part.etag),
          ...checksumMembers(checksum),
          ...encryptionMembers(upload.encryption),
        };
      },
    },

    UploadPartCopy: {
      permissions: afterLookup(state, (input: UploadPartCopyCommandInput) => [
        ...sourcePermissions(state, { ...input, TaggingDirective: 'REPLACE' }),
        objectPermission('PutObject', input.Bucket ?? '', input.Key ?? ''),
      ]),
      async run(input, call) {
        const bucket = requireBucket(state, input, call);
        const number = partNumberOf(input);
        const upload = requireUpload(state, bucket, input);
        const source = requireSource(state, input, call);
        const body = sliceCopyRange(state.readBody(source.object), input.CopySourceRange);
        const checksum = await verifiedChecksum({}, body, upload.checksumAlgorithm);
        const part = await storePart(state, bucket, upload, number, body, checksum, call);
        return {
          CopyPartResult: {
            ETag: quoted(part.etag),
            LastModified: new Date(part.modified),
            ...(upload.checksumAsked ? checksumMembers(checksum) : {}),
          },
          ...(source.bucket.versioning === undefined ? {} : { CopySourceVersionId: source.object.versionId }),
          ...encryptionMembers(upload.encryption),
        };
      },
    },

    AbortMultipartUpload: {
      permissions: objectPermissions(state, ['AbortMultipartUpload']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        state.dropUpload(requireUpload(state, bucket, input));
        return {};
      },
    },
  }) satisfies S3Operations;

async function storePart(
  state: S3State,
  bucket: Bucket,
  upload: Upload,
  number: number,
  body: Buffer,
  checksum: Checksum,
  call: Call,
): Promise<Part> {
  // The upload may have been completed or aborted while the checksum was computed.
  requireUpload(state, bucket, { Key: upload.key, UploadId: upload.uploadId });
  const part: Part = {
    uploadId: upload.uploadId,
    number,
    modified: call.now,
    ...state.putBlob(body),
    size: body.length,
    etag: etagOf(body, upload.encryption),
    checksum,
  };
  state.setPart(upload, part);
  return part;
}

function sliceCopyRange(body: Buffer, range: string | undefined): Buffer {
  if (range === undefined) return body;
  const found = /^bytes=(\d+)-(\d+)$/.exec(range);
  const [start, last] = [Number(found?.[1]), Number(found?.[2])];
  if (found === null || start > last)
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      range,
    );
  if (last >= body.length)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${body.length}`,
      'x-amz-copy-source-range',
      range,
    );
  return body.subarray(start, last + 1);
}
