import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AwsRequest } from '../http-message.ts';

/** The parts of a Signature Version 4, from the header or from the query of a presigned URL. */
export interface SignatureV4 {
  accessKeyId: string;
  /** `<date>/<region>/<service>/aws4_request` */
  scope: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  timestamp: string;
  token: string | undefined;
  presigned: boolean;
  /** Seconds, presigned only. */
  expires: number | undefined;
}

/** Reads a request's signature; undefined when there is none, `malformed` when it cannot be parsed. */
export function readV4(request: AwsRequest): SignatureV4 | 'malformed' | undefined {
  const header = request.headers.authorization;
  if (header?.startsWith('AWS4-HMAC-SHA256')) {
    const fields = new Map(
      header
        .slice('AWS4-HMAC-SHA256'.length)
        .split(',')
        .map((field) => field.trim().split(/=(.*)/s, 2) as [string, string]),
    );
    return assemble({
      credential: fields.get('Credential'),
      signedHeaders: fields.get('SignedHeaders'),
      signature: fields.get('Signature'),
      timestamp: request.headers['x-amz-date'] ?? toTimestamp(request.headers.date),
      token: request.headers['x-amz-security-token'],
      presigned: false,
      expires: undefined,
    });
  }
  if (header !== undefined) return 'malformed';
  const query = request.query;
  if (!query.has('X-Amz-Signature')) return undefined;
  return assemble({
    credential: query.get('X-Amz-Credential') ?? undefined,
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? undefined,
    signature: query.get('X-Amz-Signature') ?? undefined,
    timestamp: query.get('X-Amz-Date') ?? undefined,
    token: query.get('X-Amz-Security-Token') ?? undefined,
    presigned: true,
    expires: Number(query.get('X-Amz-Expires') ?? Number.NaN),
  });
}

interface Fields {
  credential: string | undefined;
  signedHeaders: string | undefined;
  signature: string | undefined;
  timestamp: string | undefined;
  token: string | undefined;
  presigned: boolean;
  expires: number | undefined;
}

function assemble(fields: Fields): SignatureV4 | 'malformed' {
  const parts = fields.credential?.split('/') ?? [];
  const [accessKeyId, date, region, service, terminator] = parts.slice(-5);
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') return 'malformed';
  if (!fields.signature || !fields.signedHeaders) return 'malformed';
  // An invalid date (such as month 13) is NaN, which would pass the comparisons with the clock.
  if (!fields.timestamp || !/^\d{8}T\d{6}Z$/.test(fields.timestamp)) return 'malformed';
  if (Number.isNaN(timeOf(fields.timestamp))) return 'malformed';
  if (fields.presigned && !Number.isInteger(fields.expires)) return 'malformed';
  return {
    accessKeyId,
    scope: `${date}/${region}/${service}/aws4_request`,
    date,
    region,
    service,
    signedHeaders: fields.signedHeaders.split(';'),
    signature: fields.signature,
    timestamp: fields.timestamp,
    token: fields.token,
    presigned: fields.presigned,
    expires: fields.expires,
  };
}

function toTimestamp(date: string | undefined): string | undefined {
  const parsed = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Milliseconds since the epoch of a signature's timestamp. */
export function timeOf(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** The SHA-256 digest in hexadecimal. */
export const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
export const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** Percent-encodes everything but RFC 3986's unreserved characters, in upper-case hexadecimal. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalPath(request: AwsRequest, isS3: boolean): string {
  const segments = request.path.split('/').map((segment) => encode(safeDecode(segment)));
  // Every service but S3 encodes the path twice.
  return isS3 ? segments.join('/') : segments.map(encode).join('/');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Made of the parameters as the operation reads them, so that the signature covers no other reading of the query. */
function canonicalQuery(request: AwsRequest): string {
  return [...request.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/**
 * The payload hash that the signature covers, as far as the headers state it. Undefined when it is the hash of the body.
 * Only S3 accepts a payload that is declared as unsigned or as signed in chunks.
 */
export function declaredPayloadHash(request: AwsRequest, signature: SignatureV4): string | undefined {
  const declaredHash = request.headers['x-amz-content-sha256'];
  const isS3 = signature.service === 's3';
  if (declaredHash !== undefined && (isS3 || /^[0-9a-f]{64}$/.test(declaredHash))) return declaredHash;
  return signature.presigned && isS3 ? 'UNSIGNED-PAYLOAD' : undefined;
}

/** Cache of derived keys: one key signs all calls of a secret to a service in a region on one day. */
const signingKeys = new Map<string, Buffer>();
const maxSigningKeys = 1000;

/** The derived key that signs requests with this signature's scope. */
export function signingKey(secret: string, { date, region, service }: SignatureV4): Buffer {
  const scope = JSON.stringify([secret, date, region, service]);
  const cached = signingKeys.get(scope);
  if (cached !== undefined) return cached;
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  if (signingKeys.size >= maxSigningKeys) signingKeys.clear();
  signingKeys.set(scope, key);
  return key;
}

/** Whether the signature matches the request's headers, the hash of its payload and the secret. */
export function verifyV4(
  request: AwsRequest,
  signature: SignatureV4,
  secret: string,
  payloadHash: string,
): boolean {
  const headers = signature.signedHeaders.map((name) => {
    const value = request.headers[name] ?? '';
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  const canonical = [
    request.method,
    canonicalPath(request, signature.service === 's3'),
    canonicalQuery(request),
    headers.join(''),
    signature.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', signature.timestamp, signature.scope, sha256(canonical)].join('\n');
  return constantTimeEqual(hmac(signingKey(secret, signature), toSign).toString('hex'), signature.signature);
}

/** Compares two strings in a time that does not depend on their contents. */
export function constantTimeEqual(expected: string, actual: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(actual)];
  return a.length === b.length && timingSafeEqual(a, b);
}
