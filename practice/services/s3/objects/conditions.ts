import { AwsError } from '../../../core/errors.ts';
import { noSuchKey, notImplemented, preconditionFailed } from '../errors.ts';
import type { ObjectVersion, Version } from '../records.ts';
import { quoted } from './write.ts';

interface Conditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
  IfModifiedSince?: Date | undefined;
  IfUnmodifiedSince?: Date | undefined;
}

const matchesEtag = (header: string, etag: string) =>
  header
    .split(',')
    .map((tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/^"(.*)"$/, '$1'),
    )
    .some((tag) => tag === '*' || tag === etag);

/** HTTP dates have no fractions of a second. */
const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/** The result of a read's failed conditions, evaluated in RFC 9110's order. Undefined when no condition fails. */
function failedCondition(input: Conditions, version: ObjectVersion): 'unmet' | 'unchanged' | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = input;
  const modified = seconds(version.modified);
  if (IfMatch !== undefined) {
    if (!matchesEtag(IfMatch, version.etag)) return 'unmet';
  } else if (IfUnmodifiedSince !== undefined && modified > seconds(IfUnmodifiedSince.getTime()))
    return 'unmet';
  if (IfNoneMatch !== undefined) return matchesEtag(IfNoneMatch, version.etag) ? 'unchanged' : undefined;
  if (IfModifiedSince !== undefined && modified <= seconds(IfModifiedSince.getTime())) return 'unchanged';
  return undefined;
}

/** Checks the conditions of GetObject and HeadObject. Throws 412 or 304. */
export function checkReadConditions(input: Conditions, version: ObjectVersion): void {
  const result = failedCondition(input, version);
  if (result === 'unmet')
    throw preconditionFailed(input.IfMatch !== undefined ? 'If-Match' : 'If-Unmodified-Since');
  if (result === 'unchanged')
    throw new AwsError('NotModified', 'Not Modified', 304, {
      headers: {
        etag: quoted(version.etag),
        'last-modified': new Date(version.modified).toUTCString(),
      },
    });
}

/** Checks a copy's conditions on its source. Throws 412. */
export function checkCopyConditions(
  input: {
    CopySourceIfMatch?: string | undefined;
    CopySourceIfNoneMatch?: string | undefined;
    CopySourceIfModifiedSince?: Date | undefined;
    CopySourceIfUnmodifiedSince?: Date | undefined;
  },
  source: ObjectVersion,
): void {
  const result = failedCondition(
    {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    },
    source,
  );
  if (result === 'unmet')
    throw preconditionFailed(
      input.CopySourceIfMatch !== undefined
        ? 'x-amz-copy-source-If-Match'
        : 'x-amz-copy-source-If-Unmodified-Since',
    );
  if (result === 'unchanged')
    throw preconditionFailed(
      input.CopySourceIfNoneMatch !== undefined
        ? 'x-amz-copy-source-If-None-Match'
        : 'x-amz-copy-source-If-Modified-Since',
    );
}

/**
 * Checks a write's conditions on the existing object. The only allowed If-None-Match is `*`. Throws 412, 404 or 501.
 */
export function checkWriteConditions(
  input: { IfMatch?: string | undefined; IfNoneMatch?: string | undefined },
  key: string,
  latest: Version | undefined,
): void {
  const existing = latest === undefined || latest.marker ? undefined : latest;
  if (input.IfNoneMatch !== undefined) {
    if (input.IfNoneMatch !== '*') throw notImplemented('If-None-Match');
    if (existing !== undefined) throw preconditionFailed('If-None-Match');
  }
  if (input.IfMatch !== undefined) {
    if (existing === undefined) throw noSuchKey(key);
    if (!matchesEtag(input.IfMatch, existing.etag)) throw preconditionFailed('If-Match');
  }
}
