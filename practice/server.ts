import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Fate } from './core/fault-injection.ts';
import type { OwnPath } from './core/own-path.ts';
import type { World } from './core/world.ts';
import { linger, sendInWeather } from './fault-injection/send.ts';
import { handleAws } from './protocols/handle.ts';
import type { WireResponse } from './protocols/message.ts';
import { readRequest } from './protocols/read.ts';

const loopback = /^(?:[a-z0-9.-]+\.)?(?:localhost|127\.0\.0\.1)(?::\d+)?$|^\[::1\](?::\d+)?$/i;

/** How long a client may take over a request, in milliseconds; and how often that is looked at. */
export interface Patience {
  headers: number;
  request: number;
  check: number;
}

/** A push or an upload over loopback takes seconds; one that takes minutes is not coming. */
const patience: Patience = { headers: 15_000, request: 300_000, check: 5_000 };

async function send(response: ServerResponse, date: Date, answer: WireResponse, fate?: Fate): Promise<void> {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.statusCode = answer.status;
  // The account's own clock, not the machine's: clients read it to notice that theirs is off.
  response.setHeader('date', date.toUTCString());
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (response.req.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304)
    response.setHeader('content-length', body.length);
  const sent = response.req.method === 'HEAD' ? Buffer.alloc(0) : body;
  if (fate === undefined) response.end(sent);
  else await sendInWeather(response, sent, fate);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${text}\n`);
}

/**
 * The one HTTP listener: AWS requests, and the account's own paths by their first segment (`_git`, `_admin`).
 * It answers only to loopback names, so that a web page elsewhere cannot reach it through its own host name.
 */
export function createPracticeServer(
  world: World,
  own: ReadonlyMap<string, OwnPath>,
  onFault: (error: unknown) => void,
  { headers, request, check }: Patience = patience,
): Server {
  const limits = { headersTimeout: headers, requestTimeout: request, connectionsCheckingInterval: check };
  const server = createServer(limits, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that went away is no fault; everything else is told.
      if (!request.destroyed || !response.destroyed) onFault(error);
      response.destroy();
    });
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!loopback.test(request.headers.host ?? ''))
      return refuse(response, 403, 'The practice account answers on 127.0.0.1 and localhost only.');
    const first = /^\/(_[a-z]+)(?=[/?]|$)/.exec(request.url ?? '')?.[1];
    const handler = first === undefined ? undefined : own.get(first);
    if (handler !== undefined) return handler(request, response);
    if (first !== undefined) return refuse(response, 404, `The practice account has no ${first}.`);
    const wire = await readRequest(request);
    // What is left of such a body is not waited for.
    if (wire.tooLarge) response.setHeader('connection', 'close');
    const fate = world.weather?.meet(wire.requestId);
    try {
      if (fate !== undefined && !(await linger(response, fate.latency))) return;
      if (fate?.dropped) return void response.destroy();
      const handle = () => handleAws(world, wire, onFault);
      const answer = await (world.gate?.pass(handle) ?? handle());
      // What is answered has survived: nothing is acknowledged that could not be written.
      world.store.flush();
      await send(response, new Date(world.clock.wall()), answer, fate);
    } finally {
      world.weather?.forget(wire.requestId);
    }
  }
  server.keepAliveTimeout = 30_000;
  return server;
}
