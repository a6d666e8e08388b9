import type { Calls } from '../calls.ts';
import { callErrorOf, classifyError } from '../errors.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { loadService } from '../operations/services.ts';
import { type RateLimiter, unlimited } from '../rate-limiter.ts';
import { withRetries } from '../retry.ts';
import type { Bucket } from '../s3.ts';
import { requestHttp } from './http.ts';

/** The answer to a plain HTTP GET of an object's URL. */
export interface ObjectResponse {
  status: number;
  contentType: string;
  /** S3's code and message from an XML error; empty without an error. */
  errorCode: string;
  errorMessage: string;
  /** At most the first 64 KiB, as text. */
  body: string;
}

const maxBodyBytes = 64 * 1024;

/** A 5xx answer: S3 is busy or failed, and a retry can succeed. */
class ServerError extends Error {
  readonly response: ObjectResponse;
  /** The same field as in the SDK's errors, for `withRetries`. */
  readonly $metadata: { httpStatusCode: number };
  constructor(response: ObjectResponse) {
    super(response.errorMessage);
    this.name = response.errorCode;
    this.response = response;
    this.$metadata = { httpStatusCode: response.status };
  }
}

async function getOnce(
  url: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<ObjectResponse> {
  const {
    status,
    headers,
    body: bytes,
  } = await requestHttp(url, { timeoutMs, signal, maxBytes: maxBodyBytes });
  const body = bytes.toString('utf8', 0, maxBodyBytes);
  const isError = status >= 300;
  const response = {
    status,
    contentType: headers['content-type'] ?? '',
    errorCode: isError ? element(body, 'Code') : '',
    errorMessage: isError ? element(body, 'Message') : '',
    body,
  };
  if (status >= 500) throw new ServerError(response);
  return response;
}

/**
 * GETs a URL without signing it and without following redirects. Retries like every call when S3 is busy or the
 * connection breaks.
 */
export async function get(
  url: string,
  {
    timeoutMs = 8000,
    signal,
    rateLimiter = unlimited,
  }: { timeoutMs?: number; signal?: AbortSignal | undefined; rateLimiter?: RateLimiter } = {},
): Promise<Fact<ObjectResponse>> {
  const send = () => getOnce(url, timeoutMs, signal);
  let attempts = 0;
  const attempt = () => rateLimiter.schedule('s3', attempts++ > 0, send);
  try {
    return known(await withRetries(attempt, signal));
  } catch (error) {
    if (error instanceof ServerError) return known(error.response);
    const { cause, code, message } = classifyError(error);
    const timedOut = cause === 'timeout';
    return unknown({
      cause: timedOut ? 'timeout' : 'network',
      service: 's3',
      operation: 'GetObject',
      actions: [],
      code,
      message: timedOut ? `no answer in ${timeoutMs / 1000} s` : message,
    });
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function element(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, entity: string) => entities[entity] ?? whole);
}

const awsHost = /(^|\.)s3([.-][a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;

/** Whether a URL is at S3, or at the endpoint that replaces it. The checker fetches no other URL that it is given. */
export function isS3Address(address: string, endpoint: string | undefined): boolean {
  try {
    const { protocol, hostname, host } = new URL(address.trim());
    if (protocol !== 'https:' && protocol !== 'http:') return false;
    if (endpoint === undefined) return awsHost.test(hostname);
    const endpointHost = new URL(endpoint).host;
    return host === endpointHost || host.endsWith(`.${endpointHost}`);
  } catch {
    return false;
  }
}

/** A presigned URL of an object that is valid for five minutes, and the same URL without the signature. */
export async function presign(
  calls: Calls,
  bucket: Bucket,
  key: string,
): Promise<Fact<{ signed: string; plain: string }>> {
  const [{ getSignedUrl }, client, { operations }] = await Promise.all([
    import('@aws-sdk/s3-request-presigner'),
    calls.clients.get('s3', bucket.region),
    loadService.s3(),
  ]);
  const { GetObject } = operations;
  try {
    const command = new GetObject.command({ Bucket: bucket.name, Key: key });
    const signed = await getSignedUrl(client, command, { expiresIn: 300 });
    return known({ signed, plain: signed.split('?')[0] ?? signed });
  } catch (error) {
    return unknown(callErrorOf('s3', 'GetObject', error, GetObject.actions));
  }
}
