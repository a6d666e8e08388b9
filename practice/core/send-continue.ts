import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Asks a client that sent `Expect: 100-continue` for its body. Call it once the request's headers are accepted, right
 * before the body is read.
 */
export function sendContinue(request: IncomingMessage, response: ServerResponse): void {
  if (/^100-continue$/i.test(request.headers.expect ?? '')) response.writeContinue();
}
