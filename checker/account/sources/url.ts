import type { Calls } from '../calls.ts';
import { natureOf, troubleOf } from '../errors.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { type Gate, openGate } from '../gate.ts';
import { retrying } from '../retry.ts';
import type { Bucket } from '../s3.ts';
import { askWeb } from './web.ts';

/** An answer to a plain HTTP GET of an object's address. */
export interface WebAnswer {
  status: number;
  contentType: string;
  /** S3's code and words out of an XML error. */
  errorCode: string;
  errorMessage: string;
  /** At most the first 64 KiB, as text. */
  body: string;
}

const longest = 64 * 1024;

/** S3 is busy, or stumbled: the same question may well be answered in a moment. */
class Stumbled extends Error {
  readonly answer: WebAnswer;
  /** As the SDK's errors have it, for whoever decides on trying again. */
  readonly $metadata: { httpStatusCode: number };
  constructor(answer: WebAnswer) {
    super(answer.errorMessage);
    this.name = answer.errorCode;
    this.answer = answer;
    this.$metadata = { httpStatusCode: answer.status };
  }
}

async function once(url: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<WebAnswer> {
  const { status, headers, body: bytes } = await askWeb(url, { timeoutMs, signal, largest: longest });
  const body = bytes.toString('utf8', 0, longest);
  const isError = status >= 300;
  const answer = {
    status,
    contentType: headers['content-type'] ?? '',
    errorCode: isError ? element(body, 'Code') : '',
    errorMessage: isError ? element(body, 'Message') : '',
    body,
  };
  if (status >= 500) throw new Stumbled(answer);
  return answer;
}

/**
 * GETs an address as a browser would: unsigned, no redirects followed. Where S3 is busy or the connection breaks
 * it is tried again, as every call is.
 */
export async function get(
  url: string,
  {
    timeoutMs = 8000,
    signal,
    gate = openGate,
  }: { timeoutMs?: number; signal?: AbortSignal | undefined; gate?: Gate } = {},
): Promise<Fact<WebAnswer>> {
  const ask = () => once(url, timeoutMs, signal);
  let attempts = 0;
  const attempt = () => gate.pass('s3', attempts++ > 0, ask);
  try {
    return known(await retrying(attempt, signal));
  } catch (error) {
    if (error instanceof Stumbled) return known(error.answer);
    const { cause, code, message } = natureOf(error);
    const late = cause === 'timeout';
    return unknown({
      cause: late ? 'timeout' : 'network',
      ...{ service: 's3', operation: 'GetObject', actions: [], code },
      message: late ? `no answer in ${timeoutMs / 1000} s` : message,
    });
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function element(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, entity: string) => entities[entity] ?? whole);
}

const awsHost = /(^|\.)s3([.-][a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;

/** Whether an address is at S3, or at the endpoint in its place: nothing else that is given is fetched. */
export function isAtS3(address: string, endpoint: string | undefined): boolean {
  try {
    const { protocol, hostname, host } = new URL(address.trim());
    if (protocol !== 'https:' && protocol !== 'http:') return false;
    if (endpoint === undefined) return awsHost.test(hostname);
    const own = new URL(endpoint).host;
    return host === own || host.endsWith(`.${own}`);
  } catch {
    return false;
  }
}

/** A presigned address of an object, good for five minutes, and the plain one beside it. */
export async function presign(
  calls: Calls,
  of: Bucket,
  key: string,
): Promise<Fact<{ signed: string; plain: string }>> {
  const [{ getSignedUrl }, { client, commands }] = await Promise.all([
    import('@aws-sdk/s3-request-presigner'),
    calls.clients.get('s3', of.region),
  ]);
  try {
    const signed = await getSignedUrl(
      client,
      new commands.GetObject({ Bucket: of.name, Key: key }) as never,
      {
        expiresIn: 300,
      },
    );
    return known({ signed, plain: signed.split('?')[0] ?? signed });
  } catch (error) {
    return unknown(troubleOf('s3', 'GetObject', error));
  }
}
