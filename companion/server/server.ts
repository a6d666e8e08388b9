import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { checkerApi } from './checker-api.ts';
import { classPage } from './class/page.ts';
import { seatFindingsOf, streamBoard } from './class/server.ts';
import { resolveFile, serveFile } from './files.ts';
import { isRejection, readBody, rejectForeignOrigin, rejectWithoutToken } from './guard.ts';
import type { CompanionOptions } from './options.ts';
import { openEventStream, sendJson, sendRejection } from './responses.ts';
import { teardownApi } from './teardown-api.ts';

export interface Companion {
  address: string;
  close(): Promise<void>;
}

/** The paths of the scripts and styles of companion, console and class, which are not among the site's files. */
const appAssets = ['companion', 'console', 'class'].flatMap((name) => [`/${name}.js`, `/${name}-style.css`]);

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "frame-ancestors 'none'",
};

/** Serves the site and the checker on 127.0.0.1. Rejects when the port is in use. */
export async function openCompanion(options: CompanionOptions): Promise<Companion> {
  const token = randomBytes(24).toString('base64url');
  let port = options.port;
  const checker = checkerApi(options, token);
  const teardown = teardownApi(options);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    void handle(request, response).catch((error: unknown) => {
      options.onInternalError(error);
      if (response.headersSent) response.end();
      else sendJson(response, 500, { error: 'The companion stumbled; its terminal says over what.' });
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const originRejection = rejectForeignOrigin(request, port);
    if (originRejection !== undefined) return sendRejection(response, originRejection);
    const path = (request.url ?? '/').replace(/[?#].*$/s, '');
    if (!path.startsWith('/api/')) return servePage(request, response, path);
    if (path === '/api/token' && request.method === 'GET') return sendJson(response, 200, { token });
    if (path === '/api/session' && request.method === 'GET') return checker.session(response);
    if (request.method !== 'POST')
      return sendRejection(response, { status: 405, message: 'This is asked by POST.' });
    const tokenRejection = rejectWithoutToken(request, token);
    if (tokenRejection !== undefined) return sendRejection(response, tokenRejection);
    if (path.startsWith('/api/console/')) return handleConsole(request, response, path);
    const body = await readBody(request);
    if (isRejection(body)) return sendRejection(response, body);
    if (path.startsWith('/api/class/')) return handleClass(response, path, body);
    if (path === '/api/check') return checker.check(response, body);
    if (path === '/api/settings') return checker.saveSettings(response, body);
    if (path === '/api/teardown/plan') return teardown.plan(response);
    if (path === '/api/teardown/carry-out') return teardown.carryOut(response, body);
    sendJson(response, 404, { error: `There is no ${path}.` });
  }

  async function handleClass(
    response: ServerResponse,
    path: string,
    body: Record<string, unknown>,
  ): Promise<void> {
    const { class: feed } = options;
    if (feed === undefined)
      return sendJson(response, 404, { error: 'No class is followed here: npx lab class board' });
    if (path === '/api/class/board')
      return streamBoard(response, openEventStream(response), feed, body.hideNames === true);
    if (path !== '/api/class/seat') return sendJson(response, 404, { error: `There is no ${path}.` });
    const seat = seatFindingsOf(body, feed);
    if (isRejection(seat)) return sendRejection(response, seat);
    sendJson(response, 200, seat);
  }

  async function handleConsole(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const { console: mount } = options;
    if (mount === undefined) return sendJson(response, 404, { error: `There is no ${path}.` });
    const body = await readBody(request, mount.bodyLimit);
    if (isRejection(body)) return sendRejection(response, body);
    const answer = await mount.answer(path, body);
    if (isRejection(answer)) return sendRejection(response, answer);
    sendJson(response, answer.status, answer.body);
  }

  async function servePage(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return sendRejection(response, { status: 405, message: 'Pages are read by GET.' });
    const classShell = path === '/class' ? classPage(options.class?.hidesNames === true) : undefined;
    const shell = /^\/console(\/|$)/.test(path) ? options.console?.page : classShell;
    if (shell !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      response.end(shell);
      return;
    }
    const appAsset = appAssets.includes(path) ? resolveFile(options.assets, path) : undefined;
    const file = appAsset ?? resolveFile(options.folder, path);
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
