import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryExists } from '../../../practice/git-host/repository.ts';
import { AUTHORIZATION, type Host, startHost, TOKEN } from './host.ts';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

describe('a rejected request', () => {
  it('without credentials or with wrong ones has status 401', async () => {
    const cwd = await host.work('ana/locked');
    const bare = await fetch(`${host.url}/_git/ana/locked.git/info/refs?service=git-receive-pack`);
    expect(bare.status).toBe(401);
    expect(bare.headers.get('www-authenticate')).toMatch(/^Basic /);
    const wrong = host.remote('ana/locked.git').replace(TOKEN, 'not-the-token');
    await expect(host.git(cwd, 'push', '-q', wrong, 'main')).rejects.toThrow(/Authentication failed/);
    expect(repositoryExists(host.emulator, 'ana/locked')).toBe(false);
  });

  it('for an unknown repository has status 404 on a fetch', async () => {
    await expect(host.git(host.dir, 'ls-remote', host.remote('ana/nowhere.git'))).rejects.toThrow(
      /repository .* not found/i,
    );
    const post = await fetch(`${host.url}/_git/ana/nowhere.git/git-upload-pack`, {
      method: 'POST',
      headers: { authorization: AUTHORIZATION, 'content-type': 'application/x-git-upload-pack-request' },
      body: '0000',
    });
    expect(post.status).toBe(404);
    expect(repositoryExists(host.emulator, 'ana/nowhere')).toBe(false);
  });

  it.each([
    '/_git/../x.git/info/refs',
    '/_git/ana/..%2f..%2fx.git/info/refs',
    '/_git/ana/...git/info/refs',
    '/_git/-ana/x.git/info/refs',
    '/_git/.new-1/x.git/info/refs',
    '/_git/ana/.git/info/refs',
    '/_git/ana/x/y.git/info/refs',
    '/_git/ana/x.git/HEAD',
    '/_git/ana/x.git/objects/info/packs',
    '/_git/ana/x%00.git/info/refs',
    '/_git/',
  ])('for %s has status 404', async (path) => {
    // node:http sends the path unchanged, where fetch would normalize it.
    const { port } = new URL(host.url);
    const headers = { authorization: AUTHORIZATION };
    const req = request({ port, host: '127.0.0.1', path: `${path}?service=git-receive-pack`, headers });
    req.end();
    const [res] = await once(req, 'response');
    res.resume();
    expect(res.statusCode).toBe(404);
  });

  it('outside the smart protocol has a specific status', async () => {
    const base = `${host.url}/_git/ana/x.git`;
    const headers = { authorization: AUTHORIZATION };
    expect((await fetch(`${base}/info/refs`, { headers })).status).toBe(403);
    expect((await fetch(`${base}/info/refs?service=git-evil`, { headers })).status).toBe(403);
    expect((await fetch(`${base}/git-upload-pack`, { headers })).status).toBe(405);
    const post = (type: string, encoding: string, body: string | Buffer) =>
      fetch(`${base}/git-receive-pack`, {
        method: 'POST',
        headers: { ...headers, 'content-type': type, 'content-encoding': encoding },
        body,
      }).then((res) => res.status);
    const type = 'application/x-git-receive-pack-request';
    expect(await post('text/plain', 'identity', '0000')).toBe(415);
    expect(await post(type, 'br', '0000')).toBe(415);
    expect(await post(type, 'gzip', 'not gzip at all')).toBe(400);
    expect(host.leftovers()).toEqual([]);
  });

  it('has a body that decompresses to more than the limit', async () => {
    const small = await startHost({ bodyLimit: 100_000 });
    try {
      const cwd = await small.work('ana/small');
      await small.git(cwd, 'push', '-q', 'origin', 'main');
      const status = await fetch(`${small.url}/_git/ana/small.git/git-receive-pack`, {
        method: 'POST',
        headers: {
          authorization: AUTHORIZATION,
          'content-type': 'application/x-git-receive-pack-request',
          'content-encoding': 'gzip',
        },
        body: gzipSync(Buffer.alloc(10_000_000)),
      }).then((res) => res.status);
      expect(status).toBe(413);
      await small.commit(cwd, 'big.bin', randomBytes(3_000_000));
      await expect(small.git(cwd, 'push', '-q', 'origin', 'main')).rejects.toThrow(/413|RPC failed/);
      expect(small.pushes).toHaveLength(1);
    } finally {
      await small.close();
    }
  });
});
