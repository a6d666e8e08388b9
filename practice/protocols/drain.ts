import type { IncomingMessage, ServerResponse } from 'node:http';

/** The bytes and milliseconds for which a body that nobody reads is discarded before its connection is closed. */
const drainLimits = { bytes: 16 * 1024 * 1024, milliseconds: 3_000 };

/**
 * Sends a response to a request whose body is not read, and closes the connection. A client that reads the response only
 * after it sent its body would lose it if the connection were closed at once, so a part of the body is discarded first.
 * The response needs a `content-length`, so that the client knows its end before the connection is closed.
 */
export async function sendAndDrain(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  if (!response.headersSent) response.setHeader('connection', 'close');
  if (request.complete) return void response.end(body);
  // This client waits for `100 Continue`, so it sends no body.
  if (/^100-continue$/i.test(request.headers.expect ?? '')) return void response.end(body);
  response.flushHeaders();
  if (body.length > 0) response.write(body);
  await discard(request);
  response.end();
}

function discard(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const timer = setTimeout(() => resolve(), drainLimits.milliseconds);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > drainLimits.bytes) resolve();
    });
    // A client that disconnects while its body is discarded lost nothing.
    for (const event of ['end', 'close', 'error'])
      request.on(event, () => {
        clearTimeout(timer);
        resolve();
      });
    request.resume();
  });
}
