import { createHash } from 'node:crypto';
import { AwsError } from '../../core/errors.ts';

const prefixes = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const suffixes = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/** Whether a name follows the naming rules of general purpose buckets. */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !prefixes.some((prefix) => name.startsWith(prefix)) &&
    !suffixes.some((suffix) => name.endsWith(suffix))
  );
}

export const invalidBucketName = (name: string) =>
  new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
    detail: { BucketName: name },
  });

export const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

/** The bucket and key in an S3 ARN; no key in a bucket's own ARN. Undefined for any other ARN. */
export function parseArn(arn: string): { bucket: string; key?: string } | undefined {
  const found = /^arn:aws:s3:::([^/]+)(?:\/(.*))?$/s.exec(arn);
  if (found?.[1] === undefined) return undefined;
  return found[2] === undefined ? { bucket: found[1] } : { bucket: found[1], key: found[2] };
}

/** The account's canonical user id: 64 hexadecimal digits, derived from the account's id. */
export const canonicalId = (accountId: string) =>
  createHash('sha256').update(`canonical user of ${accountId}`).digest('hex');

/** An owner as S3 returns it. S3 no longer returns display names. */
export const ownerOf = (accountId: string) => ({ ID: canonicalId(accountId) });
