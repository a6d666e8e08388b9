import { AwsError } from '../../core/errors.ts';
import { invalidArgument, invalidTag, malformedXml } from './errors.ts';
import type { Tag } from './records.ts';

const allowedCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * The tags of a request. Throws S3's error for more than `limit` tags, duplicate keys, and keys that begin with `aws:`.
 */
export function readTags(
  tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined,
  limit: number,
): Tag[] {
  const parsed = (tags ?? []).map((tag) => {
    if (tag.Key === undefined || tag.Value === undefined) throw malformedXml();
    return { Key: tag.Key, Value: tag.Value };
  });
  if (parsed.length > limit)
    throw new AwsError(
      'BadRequest',
      limit === 10
        ? 'Object tags cannot be greater than 10'
        : `Bucket tag count cannot be greater than ${limit}`,
    );
  const seen = new Set<string>();
  for (const { Key, Value } of parsed) {
    if (Key === '' || Key.length > 128 || !allowedCharacters.test(Key))
      throw invalidTag('The TagKey you have provided is invalid', Key);
    if (Value.length > 256 || !allowedCharacters.test(Value))
      throw invalidTag('The TagValue you have provided is invalid', Key);
    if (Key.toLowerCase().startsWith('aws:'))
      throw invalidTag('System tags cannot be added/updated by requester', Key);
    if (seen.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', Key);
    seen.add(Key);
  }
  return parsed;
}

/** The tags of an `x-amz-tagging` header, which is encoded like a query string. */
export function readTagging(header: string | undefined): Tag[] {
  if (header === undefined || header === '') return [];
  const pairs = [...new URLSearchParams(header)];
  if (pairs.some(([key]) => key === ''))
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  return readTags(
    pairs.map(([Key, Value]) => ({ Key, Value })),
    10,
  );
}
