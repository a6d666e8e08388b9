import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Emulator } from './core/emulator.ts';
import type { CallOutcome } from './core/fault-injection.ts';
import type { ReservedPathHandler } from './core/reserved-path.ts';
import { delayResponse, sendWithFaults } from './fault-injection/send-with-faults.ts';
import { handleAws } from './protocols/handle-request.ts';
import type { AwsResponse } from './protocols/http-message.ts';
import { readRequest } from './protocols/read-request.ts';

const loopback = /^(?:[a-z0-9.-]+\.)?(?:localhost|127\.0\.0\.1)(?::\d+)?$|^\[::1\](?::\d+)?$/i;

/** How long a client may take to send a request, and how often that is checked, in milliseconds. */
export interface RequestTimeouts {
  headers: number;
  request: number;
  check: number;
}

/** A push or an upload over loopback takes seconds, so a client that needs minutes is considered stuck. */
const defaultTimeouts: RequestTimeouts = { headers: 15_000, request: 300_000, check: 5_000 };

async function send(
  response: ServerResponse,
  date: Date,
  answer: AwsResponse,
  outcome?: CallOutcome,
): Promise<void> {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.statusCode = answer.status;
  // The account's own clock, not the machine's: clients compare it with theirs to find a wrong clock.
  response.setHeader('date', date.toUTCString());
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (response.req.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304)
    response.setHeader('content-length', body.length);
  const sent = response.req.method === 'HEAD' ? Buffer.alloc(0) : body;
  if (outcome === undefined) response.end(sent);
  else await sendWithFaults(response, sent, outcome);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${text}\n`);
}

/**
 * The one HTTP listener. It serves AWS requests, and the account's own paths by their first segment (`_git`, `_admin`).
 * It accepts only loopback names as Host, so that a foreign web page cannot reach it through its own host name.
 */
export function createPracticeServer(
  emulator: Emulator,
  reservedPaths: ReadonlyMap<string, ReservedPathHandler>,
  onInternalError: (error: unknown) => void,
  { headers, request, check }: RequestTimeouts = defaultTimeouts,
): Server {
  const limits = { headersTimeout: headers, requestTimeout: request, connectionsCheckingInterval: check };
  const server = createServer(limits, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that disconnected is not an error of ours; every other error is reported.
      if (!request.destroyed || !response.destroyed) onInternalError(error);
      response.destroy();
    });
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!loopback.test(request.headers.host ?? ''))
      return sendText(response, 403, 'The practice account answers on 127.0.0.1 and localhost only.');
    const reservedPath = /^\/(_[a-z]+)(?=[/?]|$)/.exec(request.url ?? '')?.[1];
    const handler = reservedPath === undefined ? undefined : reservedPaths.get(reservedPath);
    if (handler !== undefined) return handler(request, response);
    if (reservedPath !== undefined)
      return sendText(response, 404, `The practice account has no ${reservedPath}.`);
    const awsRequest = await readRequest(request);
    // The rest of such a body is not read, so the connection cannot be used again.
    if (awsRequest.tooLarge) response.setHeader('connection', 'close');
    const outcome = emulator.faultInjection?.drawOutcome(awsRequest.requestId);
    try {
      if (outcome !== undefined && !(await delayResponse(response, outcome.latency))) return;
      if (outcome?.dropped) return void response.destroy();
      const handle = () => handleAws(emulator, awsRequest, onInternalError);
      const answer = await (emulator.quiesceLock?.runShared(handle) ?? handle());
      // Written before the response is sent: a change that could not be written is not acknowledged.
      emulator.store.flush();
      await send(response, new Date(emulator.clock.wall()), answer, outcome);
    } finally {
      emulator.faultInjection?.endCall(awsRequest.requestId);
    }
  }
  server.keepAliveTimeout = 30_000;
  return server;
}
