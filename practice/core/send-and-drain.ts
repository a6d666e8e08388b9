import type { IncomingMessage, ServerResponse } from 'node:http';

/** How much of an unread body is discarded, and for how long, before its connection is closed. */
const drainLimits = { bytes: 16 * 1024 * 1024, milliseconds: 1_000 };

/** Whether the client announced a body that has not arrived completely. */
export function hasUnreadBody({ headers, complete }: IncomingMessage): boolean {
  const isAnnounced =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return isAnnounced && !complete;
}

/**
 * Ends a response whose status and headers are set. If the request's body is not read, it closes the connection. A client
 * that reads the response only after it sent its body would lose it if the connection were closed at once, so a part of
 * the body is discarded first. So the response needs a `content-length`, by which the client finds its end.
 */
export async function sendAndDrain(response: ServerResponse, body: Buffer): Promise<void> {
  const request = response.req;
  if (!hasUnreadBody(request)) return void response.end(body);
  response.setHeader('connection', 'close');
  // A client that waits for `100 Continue` sends no body.
  if (/^100-continue$/i.test(request.headers.expect ?? '')) return void response.end(body);
  response.flushHeaders();
  if (body.length > 0) response.write(body);
  await discard(request);
  response.end();
}

function discard(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(stop, drainLimits.milliseconds);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > drainLimits.bytes) stop();
    });
    // A client that disconnects meanwhile needs no response.
    for (const event of ['end', 'close', 'error']) request.on(event, stop);
    request.resume();
  });
}
