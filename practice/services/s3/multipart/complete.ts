import type { CompletedPart, CompleteMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { AwsError } from '../../../core/errors.ts';
import { entityTooLarge, maxObjectBytes } from '../../../core/object-size.ts';
import { requireBucket } from '../access.ts';
import { compositeChecksum, declaredChecksum, digest } from '../checksums.ts';
import { invalidRequest, malformedXml } from '../errors.ts';
import { checkWriteConditions } from '../objects/conditions.ts';
import { checksumResponse, etagOf, quoted, writeObject, writeResponseMembers } from '../objects/write.ts';
import type { S3Operations } from '../operations.ts';
import { objectPermissions } from '../permissions.ts';
import type { Checksum, Part, Upload } from '../records.ts';
import type { S3State } from '../state.ts';
import { requireUpload } from './upload.ts';

const minPartSize = 5 * 1024 * 1024;

const invalidPart = (upload: Upload, part: CompletedPart) =>
  new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    {
      detail: {
        UploadId: upload.uploadId,
        PartNumber: String(part.PartNumber ?? ''),
        ETag: (part.ETag ?? '').replace(/^"(.*)"$/, '$1'),
      },
    },
  );

/**
 * The uploaded parts that the request lists. Throws S3's error when they are out of order or too small, or when an ETag
 * or checksum is wrong.
 */
function requireListedParts(upload: Upload, uploaded: Part[], listed: CompletedPart[]): Part[] {
  if (listed.length === 0 || listed.length > 10_000) throw malformedXml();
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  let previousNumber = 0;
  const parts = listed.map((requestedPart) => {
    const number = requestedPart.PartNumber ?? 0;
    if (number <= previousNumber)
      throw new AwsError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        400,
        { detail: { UploadId: upload.uploadId } },
      );
    previousNumber = number;
    const part = byNumber.get(number);
    if (part === undefined || requestedPart.ETag?.replace(/^"(.*)"$/, '$1') !== part.etag)
      throw invalidPart(upload, requestedPart);
    const declared = declaredChecksum(requestedPart);
    if (
      declared !== undefined &&
      declared.algorithm === part.checksum?.algorithm &&
      declared.value !== part.checksum.value
    )
      throw invalidPart(upload, requestedPart);
    if (declared === undefined && upload.checksumAsked && upload.checksumType === 'COMPOSITE')
      throw invalidRequest(
        `The upload was created using a ${upload.checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    return part;
  });
  const small = parts.slice(0, -1).find((part) => part.size < minPartSize);
  if (small !== undefined)
    throw new AwsError(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      400,
      {
        detail: {
          ProposedSize: String(small.size),
          MinSizeAllowed: String(minPartSize),
          PartNumber: String(small.number),
          ETag: small.etag,
        },
      },
    );
  return parts;
}

async function checksumOf(
  upload: Upload,
  parts: Part[],
  body: Buffer,
  input: CompleteMultipartUploadCommandInput,
): Promise<Checksum> {
  const algorithm = upload.checksumAlgorithm;
  const partChecksums = parts.map((part) =>
    part.checksum?.algorithm === algorithm ? part.checksum.value : undefined,
  );
  const checksum: Checksum =
    upload.checksumType === 'COMPOSITE' && !partChecksums.includes(undefined)
      ? await compositeChecksum(algorithm, partChecksums as string[])
      : { algorithm, value: await digest(algorithm, body), type: 'FULL_OBJECT' };
  const declared = declaredChecksum(input);
  if (declared?.algorithm === algorithm && declared.value !== checksum.value)
    throw new AwsError(
      'BadDigest',
      `The ${algorithm} you specified did not match the calculated checksum.`,
      400,
    );
  return checksum;
}

/** CompleteMultipartUpload: combines the parts into one object. */
export const completeOperations = (state: S3State) =>
  ({
    CompleteMultipartUpload: {
      permissions: objectPermissions(state, ['PutObject']),
      async run(input, call) {
        const bucket = requireBucket(state, input, call);
        const upload = requireUpload(state, bucket, input);
        const parts = requireListedParts(upload, state.partsOf(upload), input.MultipartUpload?.Parts ?? []);
        if (parts.reduce((sum, { size }) => sum + size, 0) > maxObjectBytes) throw entityTooLarge();
        const body = Buffer.concat(parts.map((part) => state.readBody(part)));
        if (input.MpuObjectSize !== undefined && Number(input.MpuObjectSize) !== body.length)
          throw invalidRequest(
            `The provided 'x-amz-mp-object-size' header does not match what was computed: ${body.length}`,
          );
        const checksum = await checksumOf(upload, parts, body, input);
        // Checked again after the await: a concurrent request may have completed or aborted the upload.
        requireUpload(state, bucket, input);
        checkWriteConditions(input, upload.key, state.latest(bucket.name, upload.key));
        const { headers, metadata, tags, storageClass, encryption, acl } = upload;
        const etags = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
        const version = writeObject(
          state,
          bucket,
          upload.key,
          {
            headers,
            metadata,
            tags,
            storageClass,
            encryption,
            acl,
            ...state.putBlob(body),
            size: body.length,
            etag: `${etagOf(etags, encryption)}-${parts.length}`,
            checksum,
            parts: parts.map((part) => ({
              size: part.size,
              ...(part.checksum?.algorithm === checksum.algorithm ? { checksum: part.checksum.value } : {}),
            })),
          },
          call,
        );
        state.dropUpload(upload);
        return {
          Location: `${call.emulator.endpoint}/${bucket.name}/${encodeURIComponent(upload.key).replaceAll('%2F', '/')}`,
          Bucket: bucket.name,
          Key: upload.key,
          ETag: quoted(version.etag),
          ...checksumResponse(checksum),
          ...writeResponseMembers(bucket, version),
        };
      },
    },
  }) satisfies S3Operations;
