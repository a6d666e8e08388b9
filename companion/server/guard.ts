import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The status and the message for a request that the companion rejects. */
export interface Rejection {
  status: 400 | 403 | 405 | 409 | 413 | 415;
  message: string;
}

/** The default limit of a request's body, which has a step's name, a digest or a URL in it. */
const maxBodyBytes = 16 * 1024;

function constantTimeEquals(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * A page of another origin can send requests to this server, and its host name can resolve to it (DNS rebinding). So the
 * host must be this server's loopback address, and the origin, when the browser sends one, must be this server's.
 */
export function rejectForeignOrigin({ headers }: IncomingMessage, port: number): Rejection | undefined {
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

/** A request that reads or changes an account must carry the run's token in a header that no HTML form can send. */
export function rejectWithoutToken({ headers }: IncomingMessage, token: string): Rejection | undefined {
  const receivedToken = headers['x-lab-token'];
  if (typeof receivedToken === 'string' && constantTimeEquals(receivedToken, token)) return undefined;
  return { status: 403, message: 'The token of this run is missing. Load the page again.' };
}

/** Reads a body of at most `maxBytes` that must be a JSON object; answers a rejection for any other body. */
export async function readBody(
  request: IncomingMessage,
  maxBytes = maxBodyBytes,
): Promise<Record<string, unknown> | Rejection> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return { status: 415, message: 'The body must be application/json.' };
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return { status: 413, message: `The body is longer than ${maxBytes} bytes.` };
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Rejected below, like any other body that is not an object.
  }
  return { status: 400, message: 'The body must be one JSON object.' };
}

export const isRejection = (value: object): value is Rejection => 'status' in value && 'message' in value;
