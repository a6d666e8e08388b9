import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request that is not answered, and why. */
export interface Refusal {
  status: 400 | 403 | 405 | 409 | 413 | 415;
  message: string;
}

/** What a body may be long: a step's name, a digest, an address. */
const longestBody = 16 * 1024;

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * A page of another origin can send requests here, and a name of its own can lead here (DNS rebinding): the host must
 * be the loopback address that was opened, and an origin, where a browser tells one, this server's own.
 */
export function refuseStrangers({ headers }: IncomingMessage, port: number): Refusal | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? ''))
    return { status: 403, message: `This is the companion on http://${hosts[0]}; open it there.` };
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`)
    return { status: 403, message: 'Another site may not ask the companion.' };
  const site = headers['sec-fetch-site'];
  if (
    site !== undefined &&
    site !== 'same-origin' &&
    site !== 'none' &&
    headers['sec-fetch-mode'] !== 'navigate'
  )
    return { status: 403, message: 'Another site may not ask the companion.' };
  return undefined;
}

/** Whatever asks an account, or changes one, carries the run's token in a header that no form can send. */
export function refuseWithoutToken({ headers }: IncomingMessage, token: string): Refusal | undefined {
  const given = headers['x-lab-token'];
  if (typeof given === 'string' && same(given, token)) return undefined;
  return { status: 403, message: 'The token of this run is missing. Load the page again.' };
}

/** A JSON object of a bounded size, in bytes. */
export async function readBody(
  request: IncomingMessage,
  longest = longestBody,
): Promise<Record<string, unknown> | Refusal> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return { status: 415, message: 'The body must be application/json.' };
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longest) return { status: 413, message: `The body is longer than ${longest} bytes.` };
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Said below, as of any other body that is no object.
  }
  return { status: 400, message: 'The body must be one JSON object.' };
}

export const isRefusal = (value: object): value is Refusal => 'status' in value && 'message' in value;
