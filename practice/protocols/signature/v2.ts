import { createHmac } from 'node:crypto';
import type { AwsRequest } from '../http-message.ts';
import { constantTimeEqual } from './v4.ts';

/** Signature Version 2 in the query. Version 1 of the CLI still presigns with it in the oldest regions. */
export interface SignatureV2 {
  accessKeyId: string;
  signature: string;
  /** Seconds since the epoch. */
  expires: number;
  token: string | undefined;
}

export function readV2(request: AwsRequest): SignatureV2 | 'malformed' | undefined {
  const query = request.query;
  const accessKeyId = query.get('AWSAccessKeyId');
  const signature = query.get('Signature');
  if (accessKeyId === null && signature === null) return undefined;
  const expires = Number(query.get('Expires') ?? Number.NaN);
  // No JavaScript Date can represent a later time. [ECMA-262]
  const isDate = Number.isInteger(expires) && Math.abs(expires) <= 8.64e12;
  if (!accessKeyId || !signature || !isDate) return 'malformed';
  return { accessKeyId, signature, expires, token: query.get('x-amz-security-token') ?? undefined };
}

// Query parameters that are part of the resource in Signature Version 2's string to sign.
const subresources = new Set(
  (
    'accelerate acl cors delete encryption inventory lifecycle location logging metrics notification ' +
    'object-lock partNumber policy replication requestPayment restore retention select tagging torrent ' +
    'uploadId uploads versionId versioning versions website response-cache-control ' +
    'response-content-disposition response-content-encoding response-content-language ' +
    'response-content-type response-expires'
  ).split(' '),
);

/** Whether the signature matches the request and the secret. `bucket` is given when the host names it. */
export function verifyV2(
  request: AwsRequest,
  signature: SignatureV2,
  secret: string,
  bucket: string | undefined,
): boolean {
  const amzEntries = new Map<string, string>();
  for (const [name, value] of [...Object.entries(request.headers), ...request.query]) {
    const lower = name.toLowerCase();
    if (!lower.startsWith('x-amz-')) continue;
    // Every value is signed. Otherwise, a signed one would cover for another that is used.
    const signed = amzEntries.get(lower);
    amzEntries.set(lower, signed === undefined ? value : `${signed},${value}`);
  }
  const amzHeaders = [...amzEntries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}\n`);
  const sub = [...request.query]
    .filter(([name]) => subresources.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const path = (bucket === undefined ? '' : `/${bucket}`) + request.path;
  const toSign = [
    request.method,
    request.headers['content-md5'] ?? '',
    request.headers['content-type'] ?? '',
    String(signature.expires),
    amzHeaders.join('') + path + (sub.length > 0 ? `?${sub.join('&')}` : ''),
  ].join('\n');
  const expected = createHmac('sha1', secret).update(toSign).digest('base64');
  return constantTimeEqual(expected, signature.signature);
}
