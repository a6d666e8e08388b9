import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { checkerApi } from './checker-api.ts';
import { classPage } from './class/page.ts';
import { followClass, seatOf } from './class/server.ts';
import { fileOf, serveFile } from './files.ts';
import { isRefusal, readBody, refuseStrangers, refuseWithoutToken } from './guard.ts';
import type { CompanionOptions } from './options.ts';
import { events, json, refuse } from './send.ts';
import { teardownApi } from './teardown-api.ts';

export interface Companion {
  address: string;
  close(): Promise<void>;
}

/** What is served beside the site's own files: the scripts and styles of companion, console and class. */
const scripts = ['companion', 'console', 'class'].flatMap((name) => [`/${name}.js`, `/${name}-style.css`]);

const security = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "frame-ancestors 'none'",
};

/** Serves the site and the checker on 127.0.0.1. Rejects when the port is taken. */
export async function openCompanion(options: CompanionOptions): Promise<Companion> {
  const token = randomBytes(24).toString('base64url');
  let port = options.port;
  const checker = checkerApi(options, token);
  const teardown = teardownApi(options);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
    void answer(request, response).catch((error: unknown) => {
      options.onFault(error);
      if (response.headersSent) response.end();
      else json(response, 500, { error: 'The companion stumbled; its terminal says over what.' });
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const stranger = refuseStrangers(request, port);
    if (stranger !== undefined) return refuse(response, stranger);
    const path = (request.url ?? '/').replace(/[?#].*$/s, '');
    if (!path.startsWith('/api/')) return page(request, response, path);
    if (path === '/api/token' && request.method === 'GET') return json(response, 200, { token });
    if (path === '/api/session' && request.method === 'GET') return checker.session(response);
    if (request.method !== 'POST')
      return refuse(response, { status: 405, message: 'This is asked by POST.' });
    const tokenless = refuseWithoutToken(request, token);
    if (tokenless !== undefined) return refuse(response, tokenless);
    if (path.startsWith('/api/console/')) return forConsole(request, response, path);
    const body = await readBody(request);
    if (isRefusal(body)) return refuse(response, body);
    if (path.startsWith('/api/class/')) return forClass(response, path, body);
    if (path === '/api/check') return checker.check(response, body);
    if (path === '/api/settings') return checker.keep(response, body);
    if (path === '/api/teardown/plan') return teardown.plan(response);
    if (path === '/api/teardown/carry-out') return teardown.carryOut(response, body);
    json(response, 404, { error: `There is no ${path}.` });
  }

  async function forClass(
    response: ServerResponse,
    path: string,
    body: Record<string, unknown>,
  ): Promise<void> {
    const { class: door } = options;
    if (door === undefined)
      return json(response, 404, { error: 'No class is followed here: npx lab class board' });
    if (path === '/api/class/board')
      return followClass(response, events(response), door, body.hideNames === true);
    if (path !== '/api/class/seat') return json(response, 404, { error: `There is no ${path}.` });
    const said = seatOf(body, door);
    if (isRefusal(said)) return refuse(response, said);
    json(response, 200, said);
  }

  async function forConsole(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const { console: mount } = options;
    if (mount === undefined) return json(response, 404, { error: `There is no ${path}.` });
    const body = await readBody(request, mount.bodyLimit);
    if (isRefusal(body)) return refuse(response, body);
    const answer = await mount.answer(path, body);
    if (isRefusal(answer)) return refuse(response, answer);
    json(response, answer.status, answer.body);
  }

  async function page(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, { status: 405, message: 'Pages are read by GET.' });
    const forClass = path === '/class' ? classPage(options.class?.hidesNames === true) : undefined;
    const drawn = /^\/console(\/|$)/.test(path) ? options.console?.page : forClass;
    if (drawn !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      response.end(drawn);
      return;
    }
    const own = scripts.includes(path) ? fileOf(options.assets, path) : undefined;
    const file = own ?? fileOf(options.folder, path);
    return file === undefined
      ? serveFile(response, join(options.folder, '404.html'), 404)
      : serveFile(response, file);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
