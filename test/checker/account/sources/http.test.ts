import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { requestHttp } from '../../../../checker/account/sources/http.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** Starts a host that responds in this way. Resolves to its address. */
async function host(answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const usual = { timeoutMs: 5_000, maxBytes: 1_000 };

describe('an HTTP request', () => {
  it('returns the status, and does not follow redirects', async () => {
    const url = await host((_req, res) => res.writeHead(302, { location: '/elsewhere' }).end('there'));
    const { status, headers, body, complete } = await requestHttp(url, usual);
    expect([status, headers.location, body.toString(), complete]).toEqual([302, '/elsewhere', 'there', true]);
  });

  it('sends a method, headers and a body', async () => {
    const url = await host((req, res) => {
      let body = '';
      req.on('data', (chunk) => {
        body += chunk;
      });
      req.on('end', () => res.end(`${req.method} ${req.headers['x-word']} ${body}`));
    });
    const sent = { method: 'POST' as const, headers: { 'x-word': 'one' }, body: 'zwölf' };
    expect((await requestHttp(url, { ...usual, ...sent })).body.toString()).toBe('POST one zwölf');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('decodes an answer in %s as a browser would', async (encoding, pack) => {
    const url = await host((_req, res) =>
      res.writeHead(200, { 'content-encoding': encoding }).end(pack('<h1>One</h1>')),
    );
    expect((await requestHttp(url, usual)).body.toString()).toBe('<h1>One</h1>');
  });

  it('reads at most the given number of bytes, compressed or not', async () => {
    const long = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7919) % 251));
    const url = await host((req, res) => {
      if (req.url === '/packed') res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(long));
      else res.end(long);
    });
    const cut = await requestHttp(url, usual);
    expect([cut.complete, cut.body.equals(long.subarray(0, 1_000))]).toEqual([false, true]);
    const packed = await requestHttp(`${url}packed`, { ...usual, maxBytes: 200 });
    expect(packed.body.length).toBeGreaterThan(0);
    expect(packed.body.equals(long.subarray(0, packed.body.length))).toBe(true);
  });
});

describe('an HTTP request without an answer', () => {
  it('rejects with a TimeoutError after its time, before the headers and in the middle of the body', async () => {
    const url = await host((req, res) => {
      if (req.url === '/slow') res.writeHead(200).write('begins');
    });
    const brief = { ...usual, timeoutMs: 100 };
    await expect(requestHttp(url, brief)).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(requestHttp(`${url}slow`, brief)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('stops waiting when its signal aborts', async () => {
    const url = await host(() => {});
    const given = new AbortController();
    const request = requestHttp(url, { ...usual, signal: given.signal });
    given.abort(new Error('the class is over'));
    await expect(request).rejects.toThrow('the class is over');
  });

  it("rejects with the network's own code if nothing listens", async () => {
    const url = await host(() => {});
    await new Promise((resolve) => server?.close(resolve));
    await expect(requestHttp(url, usual)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('is sent once more if a kept connection was closed', async () => {
    let requests = 0;
    const url = await host((req, res) => {
      requests += 1;
      // The second request uses the connection of the first one and finds it closed.
      if (requests === 2) req.socket.destroy();
      else res.end(`answer ${requests}`);
    });
    expect((await requestHttp(url, usual)).body.toString()).toBe('answer 1');
    await new Promise(setImmediate);
    expect((await requestHttp(url, usual)).body.toString()).toBe('answer 3');
  });
});
