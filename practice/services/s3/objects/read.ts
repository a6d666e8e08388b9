import type {
  GetObjectAttributesCommandInput,
  GetObjectCommandInput,
  HeadObjectCommandInput,
} from '@aws-sdk/client-s3';
import { defined } from '../../../core/defined.ts';
import type { Call } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { requireBucket } from '../access.ts';
import { checksumMembers } from '../checksums.ts';
import { invalidArgument, invalidRequest } from '../errors.ts';
import type { S3Operations } from '../operations.ts';
import { objectPermissions } from '../permissions.ts';
import type { Bucket, ObjectVersion } from '../records.ts';
import type { S3State } from '../state.ts';
import { checkReadConditions } from './conditions.ts';
import { requireObject } from './find-version.ts';
import { type Range, readRange } from './range.ts';
import { checksumResponse, encryptionMembers, quoted, versionMember } from './write.ts';

/** The operations that read objects: bytes, headers and attributes. */
export const readOperations = (state: S3State) =>
  ({
    GetObject: {
      permissions: objectPermissions(state, ['GetObject'], ['GetObjectVersion']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const object = requireObject(state, bucket, input, call);
        checkReadConditions(input, object);
        const range = requestedRange(input, object);
        const body = state.readBody(object);
        const headResponse = objectHeaders(bucket, object, input, call, range);
        return { ...headResponse, Body: range === undefined ? body : body.subarray(range.start, range.end) };
      },
    },

    HeadObject: {
      permissions: objectPermissions(state, ['GetObject'], ['GetObjectVersion']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const object = requireObject(state, bucket, input, call);
        checkReadConditions(input, object);
        return objectHeaders(bucket, object, input, call, requestedRange(input, object));
      },
    },

    GetObjectAttributes: {
      permissions: objectPermissions(
        state,
        ['GetObject', 'GetObjectAttributes'],
        ['GetObjectVersion', 'GetObjectVersionAttributes'],
      ),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const object = requireObject(state, bucket, input, call);
        const requestedAttributes = readRequestedAttributes(input);
        return {
          LastModified: new Date(object.modified),
          ...versionMember(bucket, object.versionId),
          ...(requestedAttributes.has('ETag') ? { ETag: object.etag } : {}),
          ...(requestedAttributes.has('Checksum') && object.checksum !== undefined
            ? { Checksum: checksumResponse(object.checksum) }
            : {}),
          ...(requestedAttributes.has('ObjectParts') && object.parts !== undefined
            ? { ObjectParts: objectParts(object, input) }
            : {}),
          ...(requestedAttributes.has('StorageClass') ? { StorageClass: object.storageClass } : {}),
          ...(requestedAttributes.has('ObjectSize') ? { ObjectSize: object.size } : {}),
        };
      },
    },
  }) satisfies S3Operations;

/** The bytes that a request names, by range or by part number. Undefined for the whole object. */
function requestedRange(
  input: GetObjectCommandInput | HeadObjectCommandInput,
  object: ObjectVersion,
): Range | undefined {
  const { PartNumber: number, Range: header } = input;
  if (number === undefined) return readRange(header, object.size);
  if (header !== undefined)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  if (number < 1 || number > 10_000)
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      String(number),
    );
  const parts = object.parts ?? [{ size: object.size }];
  const part = parts[number - 1];
  if (part === undefined)
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      detail: { PartNumberRequested: String(number), ActualPartCount: String(parts.length) },
    });
  const start = parts.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size };
}

function objectHeaders(
  bucket: Bucket,
  object: ObjectVersion,
  input: GetObjectCommandInput | HeadObjectCommandInput,
  call: Call,
  range: Range | undefined,
) {
  const { Expires: expires, ...headers } = object.headers;
  const isWhole = range === undefined || (range.start === 0 && range.end === object.size);
  return {
    ...(range === undefined ? {} : { $status: 206 }),
    AcceptRanges: 'bytes',
    LastModified: new Date(object.modified),
    ContentLength: range === undefined ? object.size : range.end - range.start,
    ...(range === undefined || range.end === range.start
      ? {}
      : { ContentRange: `bytes ${range.start}-${range.end - 1}/${object.size}` }),
    ETag: quoted(object.etag),
    ...headers,
    ...(expires === undefined ? {} : { Expires: new Date(expires) }),
    Metadata: object.metadata,
    ...versionMember(bucket, object.versionId),
    ...encryptionMembers(object.encryption),
    ...(object.storageClass === 'STANDARD' ? {} : { StorageClass: object.storageClass }),
    ...(object.tags.length > 0 ? { TagCount: object.tags.length } : {}),
    ...(input.PartNumber !== undefined && object.parts !== undefined
      ? { PartsCount: object.parts.length }
      : {}),
    // The checksum covers the whole object, so it is left out of a response with only a part.
    ...(input.ChecksumMode === 'ENABLED' && isWhole ? checksumResponse(object.checksum) : {}),
    ...responseOverrides(input, call),
  };
}

/** The response headers that the `response-…` parameters of a (presigned) read set. */
function responseOverrides(input: GetObjectCommandInput | HeadObjectCommandInput, call: Call) {
  const requested = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    Expires: input.ResponseExpires,
  };
  const overridden = defined(requested);
  if (Object.keys(overridden).length > 0 && call.caller.kind === 'anonymous')
    throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.');
  return overridden;
}

function readRequestedAttributes({ ObjectAttributes }: GetObjectAttributesCommandInput): Set<string> {
  const requestedAttributes = new Set<string>(ObjectAttributes ?? []);
  const unknown = [...requestedAttributes].find((name) => !attributeNames.includes(name));
  if (unknown !== undefined)
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
  return requestedAttributes;
}

const attributeNames = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

function objectParts(object: ObjectVersion, input: GetObjectAttributesCommandInput) {
  const all = object.parts ?? [];
  const max = Math.min(input.MaxParts ?? 1000, 1000);
  const marker = Number(input.PartNumberMarker ?? 0);
  const rest = all.filter((_, index) => index + 1 > marker);
  const page = rest.slice(0, max);
  const counts = { TotalPartsCount: all.length };
  // Individual parts are listed only if they have checksums of their own.
  if (object.checksum?.type !== 'COMPOSITE') return counts;
  return {
    ...counts,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.length > 0 ? marker + page.length : 0),
    MaxParts: max,
    IsTruncated: page.length < rest.length,
    Parts: page.map(({ size, checksum }, index) => ({
      PartNumber: marker + index + 1,
      Size: size,
      ...(checksum === undefined || object.checksum === undefined
        ? {}
        : checksumMembers({ ...object.checksum, value: checksum })),
    })),
  };
}
