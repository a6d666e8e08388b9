import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUTHORIZATION, type Host, startHost, ZEROS } from './host.ts';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

describe('bodies and connections', () => {
  /** The body of a client's push of `main` to a new repository. */
  async function pushBody(repository: string): Promise<{ body: Buffer; commit: string }> {
    const cwd = await host.work(repository);
    const commit = await host.git(cwd, 'rev-parse', 'HEAD');
    const line = `${ZEROS} ${commit} refs/heads/main\0report-status`;
    const length = (line.length + 4).toString(16).padStart(4, '0');
    const pack = execFileSync('git', ['pack-objects', '--all', '--stdout', '-q'], { cwd, input: '' });
    return { body: Buffer.concat([Buffer.from(`${length}${line}0000`), pack]), commit };
  }
  const type = { 'content-type': 'application/x-git-receive-pack-request', authorization: AUTHORIZATION };

  it('decompresses a gzip push', async () => {
    const { body, commit } = await pushBody('ana/gzip');
    const res = await fetch(`${host.url}/_git/ana/gzip.git/git-receive-pack`, {
      method: 'POST',
      headers: { ...type, 'content-encoding': 'gzip' },
      body: gzipSync(body),
    });
    expect(res.status).toBe(200);
    expect(res.headers.get('content-type')).toBe('application/x-git-receive-pack-result');
    expect(await res.text()).toContain('ok refs/heads/main');
    expect(host.pushesTo('ana/gzip').map((push) => push.after)).toEqual([commit]);
  });

  it('drops an interrupted upload, and accepts the next one', async () => {
    const { body } = await pushBody('ana/broken');
    const { port } = new URL(host.url);
    const agent = new Agent();
    const headers = { ...type, 'content-length': String(body.length) };
    const path = '/_git/ana/broken.git/git-receive-pack';
    const req = request({ port, host: '127.0.0.1', method: 'POST', path, headers, agent });
    req.on('error', () => undefined);
    const [, socket] = await Promise.all([
      new Promise((resolve) => req.write(body.subarray(0, 100), resolve)),
      once(host.server, 'connection').then(([socket]) => socket),
    ]);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    req.destroy();
    await closed;
    const res = await fetch(`${host.url}${path}`, { method: 'POST', headers: type, body });
    expect(await res.text()).toContain('ok refs/heads/main');
    expect(host.pushesTo('ana/broken')).toHaveLength(1);
    await expect.poll(() => host.leftovers()).toEqual([]);
  });

  it('ends running requests when the server closes its connections', async () => {
    const closing = await startHost();
    const cwd = await closing.work('ana/closing');
    await closing.commit(cwd, 'large.bin', randomBytes(8_000_000));
    await closing.git(cwd, 'push', '-q', 'origin', 'main');
    const request = once(closing.server, 'request');
    const clone = closing.git(closing.dir, 'clone', '-q', closing.remote('ana/closing.git'), 'cut-off');
    const outcome = expect(clone).rejects.toThrow();
    await request;
    const next = once(closing.server, 'request');
    await next;
    // This rejects if something still writes to the folder.
    await closing.close();
    await outcome;
    expect(existsSync(closing.dir)).toBe(false);
    expect(closing.pushes).toHaveLength(1);
  });

  it("ignores the machine's git settings", async () => {
    const cwd = await host.work('ana/isolated');
    const saved = { ...process.env };
    Object.assign(process.env, { GIT_DIR: '/nonexistent', GIT_CONFIG_PARAMETERS: "'receive.denyCreates=x'" });
    try {
      await host.git(cwd, 'push', '-q', 'origin', 'main');
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.GIT_CONFIG_PARAMETERS;
      Object.assign(process.env, saved);
    }
    expect(existsSync(join(host.emulator.gitDir, 'ana', 'isolated.git', 'HEAD'))).toBe(true);
    expect(existsSync(join(host.emulator.gitDir, 'ana', 'isolated.git', 'hooks'))).toBe(false);
  });
});
