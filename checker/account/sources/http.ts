import { type IncomingHttpHeaders, type IncomingMessage, request as plain } from 'node:http';
import { request as secured } from 'node:https';
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import { startDeadline } from '../deadline.ts';

/** What is sent to an address, and how long and how much is waited for. */
export interface WebRequest {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds until the whole answer must be there. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** So many bytes of the answer are read, and the rest is left. */
  maxBytes: number;
}

export interface WebResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** False when the answer was longer than what is read of it. */
  complete: boolean;
}

/**
 * Asks an http or https address and answers what comes, whatever its status; follows no redirect. Rejects with the
 * network's own error (its `code`), with a `TimeoutError`, or with the signal's reason. `fetch` does the same for
 * four times the processor time, of which a class of a thousand seats has none to spare.
 */
export async function requestHttp(
  url: string,
  { timeoutMs, signal, ...rest }: WebRequest,
): Promise<WebResponse> {
  const { signal: deadline, clear } = startDeadline(timeoutMs, signal);
  try {
    return await exchange(url, deadline, rest);
  } catch (error) {
    throw deadline.aborted ? deadline.reason : error;
  } finally {
    clear();
  }
}

async function exchange(
  url: string,
  signal: AbortSignal,
  { method = 'GET', headers = {}, body, maxBytes }: Omit<WebRequest, 'timeoutMs' | 'signal'>,
): Promise<WebResponse> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const send = () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const requestFn = url.startsWith('https:') ? secured : plain;
      const request = requestFn(url, { method, headers: { ...headers, ...length }, signal }, resolve);
      const onError = (error: NodeJS.ErrnoException) => {
        // The host had closed a connection that was kept: it has not seen the question.
        if (request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted)
          send().then(resolve, reject);
        else reject(error);
      };
      request.on('error', onError).end(body);
    });
  const response = await send();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    // Leaving the loop closes the connection.
    if (size > maxBytes) break;
  }
  const read = Buffer.concat(parts).subarray(0, maxBytes);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: decoded(read, response.headers['content-encoding']),
    complete: size <= maxBytes,
  };
}

/** As a browser would show it: S3 answers an object's own encoding, whether it was asked for or not. */
function decoded(body: Buffer, encoding: string | undefined): Buffer {
  // What was cut off is decoded as far as it goes.
  const allowTruncated = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body, allowTruncated);
    case 'deflate':
      return inflateSync(body, allowTruncated);
    case 'br':
      return brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return body;
  }
}
