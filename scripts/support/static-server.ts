import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Serves a folder like a plain static host: its files under a path, compressed, `index.html` for folders, 404.html
 * for everything else.
 */
export async function serveFolder(
  folder: string,
  under = '/',
): Promise<{ url: string; close(): Promise<void> }> {
  const read = (path: string) => readFileSync(join(folder, normalize(path)));
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = pathname.startsWith(under) ? pathname.slice(under.length) : 'nowhere';
    const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    try {
      const body = gzipSync(read(file));
      const type = types[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(body);
    } catch (error) {
      if (!['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(read('404.html'));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${under}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
