import { type IncomingHttpHeaders, type IncomingMessage, request as plain } from 'node:http';
import { request as secured } from 'node:https';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { startDeadline } from '../deadline.ts';

/** An HTTP request, and the limits of its answer. */
export interface WebRequest {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds within which the whole answer must arrive. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** The most bytes of the decoded answer that are read. */
  maxBytes: number;
}

export interface WebResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** False when the answer was longer than `maxBytes`. */
  complete: boolean;
}

/**
 * Requests an http or https URL and returns the answer, whatever its status; follows no redirect. Rejects with the
 * network's own error (its `code`), with a `TimeoutError`, or with the signal's reason. `fetch` would take four
 * times the CPU time, which is too much for a class of a thousand seats.
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
        // The host had closed a kept-alive connection, so it has not received the request.
        if (request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted)
          send().then(resolve, reject);
        else reject(error);
      };
      request.on('error', onError).end(body);
    });
  const response = await send();
  const { body: read, complete } = await readUpTo(maxBytes, decoded(response));
  return { status: response.statusCode ?? 0, headers: response.headers, body: read, complete };
}

/** The first bytes of a stream. Closes the stream when there are more. */
async function readUpTo(maxBytes: number, stream: Readable): Promise<{ body: Buffer; complete: boolean }> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    // Leaving the loop destroys the stream, and the connection with it.
    if (size > maxBytes) break;
  }
  return { body: Buffer.concat(parts).subarray(0, maxBytes), complete: size <= maxBytes };
}

/** A body that ends too early is decoded as far as possible. */
const decoders: Record<string, () => Transform> = {
  gzip: () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  'x-gzip': () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  deflate: () => createInflate({ finishFlush: constants.Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/**
 * Decodes the body as a browser would: S3 returns an object's own encoding, even when the request names none. It is
 * decoded as it is read, because a few bytes can decode to any number of them.
 */
function decoded(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding'] ?? '';
  const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
  // Whoever reads the decoder receives the error of either stream.
  return decoder === undefined ? response : pipeline(response, decoder(), () => {});
}
