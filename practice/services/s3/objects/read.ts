import type {
  GetObjectAttributesCommandInput,
  GetObjectCommandInput,
  HeadObjectCommandInput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../core/errors.ts';
import type { Call } from '../../../core/world.ts';
import { requireBucket } from '../access.ts';
import { checksumMembers } from '../checksums.ts';
import { invalidArgument, invalidRequest } from '../failures.ts';
import type { Bucket, ObjectVersion } from '../records.ts';
import type { S3State } from '../state.ts';
import { checkReadConditions } from './conditions.ts';
import { requireObject } from './find.ts';
import { type Range, readRange } from './range.ts';
import { checksumAnswer, encryptionMembers, quoted, versionMember } from './write.ts';

/** Reading objects: bytes, headers, attributes. */
export const readOperations = (state: S3State) => ({
  GetObject(input: GetObjectCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const object = requireObject(state, bucket, input, call);
    checkReadConditions(input, object);
    const piece = pieceOf(input, object);
    const body = state.body(object);
    const answer = headAnswer(bucket, object, input, call, piece);
    return { ...answer, Body: piece === undefined ? body : body.subarray(piece.start, piece.end) };
  },

  HeadObject(input: HeadObjectCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const object = requireObject(state, bucket, input, call);
    checkReadConditions(input, object);
    return headAnswer(bucket, object, input, call, pieceOf(input, object));
  },

  GetObjectAttributes(input: GetObjectAttributesCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const object = requireObject(state, bucket, input, call);
    const asked = askedAttributes(input);
    return {
      LastModified: new Date(object.modified),
      ...versionMember(bucket, object.versionId),
      ...(asked.has('ETag') ? { ETag: object.etag } : {}),
      ...(asked.has('Checksum') && object.checksum !== undefined
        ? { Checksum: checksumAnswer(object.checksum) }
        : {}),
      ...(asked.has('ObjectParts') && object.parts !== undefined
        ? { ObjectParts: partsAnswer(object, input) }
        : {}),
      ...(asked.has('StorageClass') ? { StorageClass: object.storageClass } : {}),
      ...(asked.has('ObjectSize') ? { ObjectSize: object.size } : {}),
    };
  },
});

/** The stretch of the object that is asked for, by range or by part number; undefined for all of it. */
function pieceOf(
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

function headAnswer(
  bucket: Bucket,
  object: ObjectVersion,
  input: GetObjectCommandInput | HeadObjectCommandInput,
  call: Call,
  piece: Range | undefined,
) {
  const { Expires: expires, ...headers } = object.headers;
  const isWhole = piece === undefined || (piece.start === 0 && piece.end === object.size);
  return {
    ...(piece === undefined ? {} : { $status: 206 }),
    AcceptRanges: 'bytes',
    LastModified: new Date(object.modified),
    ContentLength: piece === undefined ? object.size : piece.end - piece.start,
    ...(piece === undefined || piece.end === piece.start
      ? {}
      : { ContentRange: `bytes ${piece.start}-${piece.end - 1}/${object.size}` }),
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
    // A checksum is of the whole object: with a part of it, it would only mislead.
    ...(input.ChecksumMode === 'ENABLED' && isWhole ? checksumAnswer(object.checksum) : {}),
    ...overrides(input, call),
  };
}

/** The `response-…` parameters of a (presigned) read. */
function overrides(input: GetObjectCommandInput | HeadObjectCommandInput, call: Call) {
  const asked = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    Expires: input.ResponseExpires,
  };
  const set = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  if (Object.keys(set).length > 0 && call.caller.kind === 'anonymous')
    throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.');
  return set;
}

function askedAttributes({ ObjectAttributes }: GetObjectAttributesCommandInput): Set<string> {
  const asked = new Set<string>(ObjectAttributes ?? []);
  const unknown = [...asked].find((name) => !attributes.includes(name));
  if (unknown !== undefined)
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
  return asked;
}

const attributes = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

function partsAnswer(object: ObjectVersion, input: GetObjectAttributesCommandInput) {
  const all = object.parts ?? [];
  const max = Math.min(input.MaxParts ?? 1000, 1000);
  const marker = Number(input.PartNumberMarker ?? 0);
  const rest = all.filter((_, index) => index + 1 > marker);
  const page = rest.slice(0, max);
  const answer = { TotalPartsCount: all.length };
  // Parts are told one by one only where they have checksums of their own.
  if (object.checksum?.type !== 'COMPOSITE') return answer;
  return {
    ...answer,
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
