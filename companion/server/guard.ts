import type { IncomingMessage } from 'node:http';

/** The status and the message for a request that the companion rejects. */
export interface Rejection {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429;
  message: string;
}

/** The default limit of a request's body, which has a step's name, a digest or a URL in it. */
const maxBodyBytes = 16 * 1024;

const anotherSite: Rejection = {
  status: 403,
  message: 'The companion accepts no requests from other sites.',
};

/**
 * The origins of the pages that this server has served under a host name. Some forwarders (GitHub Codespaces) replace
 * their own origin by this server's, and some replace the host name instead.
 */
function ownOrigins(
  host: string,
  loopbackHosts: readonly string[],
  allowedHosts: readonly string[],
): string[] {
  const ofAllowedHosts = allowedHosts.flatMap((name) => [`https://${name}`, `http://${name}`]);
  if (loopbackHosts.includes(host)) return [`http://${host}`, ...ofAllowedHosts];
  return [`https://${host}`, `http://${host}`, ...loopbackHosts.map((name) => `http://${name}`)];
}

/**
 * A page of another origin can send requests to this server, and its host name can resolve to it (DNS rebinding). So the
 * host must be this server's loopback address or an allowed host, and the origin, when the browser sends one, must be
 * this server's.
 */
export function rejectForeignOrigin(
  { headers }: IncomingMessage,
  port: number,
  allowedHosts: readonly string[] = [],
): Rejection | undefined {
  const loopbackHosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const host = (headers.host ?? '').toLowerCase();
  if (!loopbackHosts.includes(host) && !allowedHosts.includes(host))
    return {
      status: 403,
      message: `This is the companion on http://${loopbackHosts[0]}. Open it there, or start it with --allow-host and the name of this host.`,
    };
  const { origin } = headers;
  if (origin !== undefined && !ownOrigins(host, loopbackHosts, allowedHosts).includes(origin))
    return anotherSite;
  const site = headers['sec-fetch-site'];
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  return isOwnSite || headers['sec-fetch-mode'] === 'navigate' ? undefined : anotherSite;
}

/** Reads a body of any type. A sender that disconnects before its end is no error of the companion. */
async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | Rejection> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) return { status: 413, message: `The body is longer than ${maxBytes} bytes.` };
      chunks.push(chunk);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    return { status: 400, message: 'The connection ended before the body did.' };
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a body of at most `maxBytes` that must be a JSON object; answers a rejection for any other body. The object is a
 * member of the answer, because its own members are the sender's choice: it could look like a rejection.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes = maxBodyBytes,
): Promise<{ body: Record<string, unknown> } | Rejection> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return { status: 415, message: 'The body must be application/json.' };
  const bytes = await readBytes(request, maxBytes);
  if (isRejection(bytes)) return bytes;
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return { body: body as Record<string, unknown> };
  } catch {
    // Rejected below, like any other body that is not an object.
  }
  return { status: 400, message: 'The body must be one JSON object.' };
}

export const isRejection = (value: object): value is Rejection => 'status' in value && 'message' in value;
