import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Access } from './access.ts';
import { classPage } from './class/page.ts';
import { boundConnections } from './connections.ts';
import { resolveFile, serveFile } from './files.ts';
import { isRejection, readBody, rejectForeignOrigin } from './guard.ts';
import { isLoopbackHost } from './hosts.ts';
import type { CompanionOptions } from './options.ts';
import { sendJson, sendRejection } from './responses.ts';
import { apiRoutes, findRoute, type Route } from './routes.ts';

export interface Companion {
  /** `http://127.0.0.1:4400`. It gives no access: `newAddresses` creates addresses that do. */
  address: string;
  /** Where the companion can be opened: its own origin, then those of the allowed hosts. */
  origins: readonly string[];
  /** The key with which `lab open` requests new addresses. */
  key: string;
  routes: readonly Pick<Route, 'method' | 'path' | 'grantsAccess'>[];
  /** New addresses of a page, one for each of `origins`. Each gives access to one tab, once. */
  newAddresses(path?: string): string[];
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
  const { allowedHosts = [] } = options;
  const startPath = options.class === undefined ? '/' : '/class';
  let port = options.port;
  const access = new Access(1 + allowedHosts.length);
  const routes = apiRoutes(options, access, () => newAddresses());
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    void handle(request, response).catch((error: unknown) => {
      options.onInternalError(error);
      if (response.headersSent) response.end();
      else sendJson(response, 500, { error: 'The companion failed. Its terminal shows the error.' });
    });
  });

  const origins = () => [
    `http://127.0.0.1:${port}`,
    ...allowedHosts.map((host) => `${isLoopbackHost(host) ? 'http' : 'https'}://${host}`),
  ];

  const exempt = boundConnections(server);

  // The server sees no fragment of a URL, so that no log and no Referer header contains the secret.
  const newAddresses = (path = startPath) =>
    origins().map((origin) => `${origin}${path}#access=${access.createSecret()}`);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const originRejection = rejectForeignOrigin(request, port, allowedHosts);
    if (originRejection !== undefined) return sendRejection(response, originRejection);
    const path = (request.url ?? '/').replace(/[?#].*$/s, '');
    if (!path.startsWith('/api/')) return servePage(request, response, path);
    return answerApi(request, response, path);
  }

  async function answerApi(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const route = findRoute(routes, path);
    const tokenRejection = route?.grantsAccess
      ? undefined
      : access.rejectWithoutToken(request.headers['x-lab-token']);
    if (tokenRejection !== undefined) return sendRejection(response, tokenRejection);
    if (!route?.grantsAccess) exempt(request.socket);
    if (route === undefined) return sendJson(response, 404, { error: `There is no ${path}.` });
    if (request.method !== route.method)
      return sendRejection(response, { status: 405, message: `This path accepts ${route.method} only.` });
    const read = route.method === 'GET' ? { body: {} } : await readBody(request, route.bodyLimit);
    if (isRejection(read)) return sendRejection(response, read);
    return route.answer(response, read.body, path);
  }

  async function servePage(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return sendRejection(response, { status: 405, message: 'Pages accept GET and HEAD only.' });
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
    origins: origins(),
    key: access.key,
    routes,
    newAddresses,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
