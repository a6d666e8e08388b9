import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isCrossSite, isNavigation } from './core/cross-site.ts';
import type { Emulator } from './core/emulator.ts';
import type { CallOutcome } from './core/fault-injection.ts';
import type { ReservedPathHandler } from './core/reserved-path.ts';
import { sendAndDrain } from './core/send-and-drain.ts';
import { delayResponse, sendWithFaults } from './fault-injection/send-with-faults.ts';
import { handleAws } from './protocols/handle-request.ts';
import type { AwsResponse } from './protocols/http-message.ts';
import { readHead } from './protocols/read-request.ts';
import { ClientDisconnected, HeldBytes, RequestBody } from './protocols/request-body.ts';

const loopback = /^(?:[a-z0-9.-]+\.)?(?:localhost|127\.0\.0\.1)(?::\d+)?$|^\[::1\](?::\d+)?$/i;

/** How much clients may use at once. Times are in milliseconds. */
export interface RequestLimits {
  /** How long a client may take to send the headers, and the whole request. */
  headers: number;
  request: number;
  /** How often these two are checked. */
  check: number;
  /** How long a client may pause in the middle of a body. */
  idle: number;
  /** How long a client may pause while it reads a response. */
  stalled: number;
  /** The bytes of all bodies, of requests and responses, that are held in memory together. */
  heldBytes: number;
  connections: number;
}

/**
 * A push or an upload over loopback takes seconds, so a client that needs minutes is considered stuck. The bytes are
 * those of two objects of the largest size. A class needs a few hundred connections.
 */
const defaultLimits: RequestLimits = {
  headers: 15_000,
  request: 300_000,
  check: 5_000,
  idle: 20_000,
  stalled: 120_000,
  heldBytes: 1024 * 1024 * 1024,
  connections: 2_000,
};

async function send(
  response: ServerResponse,
  date: Date,
  answer: AwsResponse,
  { isUnread, outcome }: { isUnread: boolean; outcome: CallOutcome | undefined },
): Promise<void> {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.statusCode = answer.status;
  // The account's own clock, not the machine's: clients compare it with theirs to find a wrong clock.
  response.setHeader('date', date.toUTCString());
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (response.req.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304)
    response.setHeader('content-length', body.length);
  const sent = response.req.method === 'HEAD' ? Buffer.alloc(0) : body;
  if (isUnread) await sendAndDrain(response, sent);
  else if (outcome === undefined) response.end(sent);
  else await sendWithFaults(response, sent, outcome);
}

/** A body stays in memory until the client has read the response, or has disconnected. */
function releaseWhenSent(body: RequestBody, response: ServerResponse): void {
  if (response.writableFinished || response.destroyed) body.release();
  else response.once('close', () => body.release());
}

async function sendText(response: ServerResponse, status: number, text: string): Promise<void> {
  const body = Buffer.from(`${text}\n`);
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('content-length', body.length);
  await sendAndDrain(response, body);
}

/**
 * The one HTTP listener. It serves AWS requests, and the account's own paths by their first segment (`_git`, `_admin`).
 * It accepts only loopback names as Host, so that a foreign web page cannot reach it through its own host name.
 */
export function createPracticeServer(
  emulator: Emulator,
  reservedPaths: ReadonlyMap<string, ReservedPathHandler>,
  onInternalError: (error: unknown) => void,
  requestLimits: Partial<RequestLimits> = {},
): Server {
  const limits = { ...defaultLimits, ...requestLimits };
  const { headers, request, check, idle, stalled, heldBytes, connections } = limits;
  const timeouts = { headersTimeout: headers, requestTimeout: request, connectionsCheckingInterval: check };
  const allHeld = new HeldBytes(heldBytes);
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      // A client that disconnected is not an error of ours; every other error is reported.
      const isGone = error instanceof ClientDisconnected || (request.destroyed && response.destroyed);
      if (!isGone) onInternalError(error);
      response.destroy();
    });
  };
  const server = createServer(timeouts, listener);
  // Without this listener, Node sends `100 Continue` at once, and the client sends its body before it is authenticated.
  server.on('checkContinue', listener);
  server.maxConnections = connections;
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!loopback.test(request.headers.host ?? ''))
      return sendText(response, 403, 'The practice account answers on 127.0.0.1 and localhost only.');
    const reservedPath = /^\/(_[a-z]+)(?=[/?]|$)/.exec(request.url ?? '')?.[1];
    const handler = reservedPath === undefined ? undefined : reservedPaths.get(reservedPath);
    if (
      reservedPath !== undefined &&
      isCrossSite(request.headers) &&
      !isNavigation(request.method, request.headers)
    )
      return sendText(response, 403, 'Pages of other sites cannot use the practice account.');
    if (handler !== undefined) return handler(request, response);
    if (reservedPath !== undefined)
      return sendText(response, 404, `The practice account has no ${reservedPath}.`);
    return answerAws(request, response);
  }
  async function answerAws(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const awsRequest = readHead(request);
    const body = new RequestBody(request, response, allHeld, idle);
    const outcome = emulator.faultInjection?.drawOutcome(awsRequest.requestId);
    try {
      if (outcome !== undefined && !(await delayResponse(response, outcome.latency))) return;
      if (outcome?.dropped) return void response.destroy();
      const answer = await handleAws(emulator, awsRequest, body, onInternalError);
      // Written before the response is sent: a change that could not be written is not acknowledged.
      emulator.store.flush();
      const { isUnread } = body;
      // An injected fault may pause the response on purpose.
      if (outcome === undefined) response.setTimeout(stalled, () => response.destroy());
      await send(response, new Date(emulator.clock.wall()), answer, { isUnread, outcome });
    } finally {
      releaseWhenSent(body, response);
      emulator.faultInjection?.endCall(awsRequest.requestId);
    }
  }
  server.keepAliveTimeout = 30_000;
  return server;
}
