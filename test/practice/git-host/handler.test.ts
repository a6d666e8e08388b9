import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryExists } from '../../../practice/git-host/repository.ts';
import { type Host, startHost, TOKEN, USER } from './host.ts';

const ZEROS = '0'.repeat(40);
const AUTHORIZATION = `Basic ${Buffer.from(`${USER}:${TOKEN}`).toString('base64')}`;
let host: Host;

beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

/** The host's own folder, without the owners' folders: what a request left behind. */
const leftovers = () => readdirSync(host.emulator.gitDir).filter((name) => /^\.(body|new)-/.test(name));
const pushesTo = (repository: string) => host.pushes.filter((push) => push.repository === repository);

describe('pushing and fetching', () => {
  it('makes the repository at the first push and tells of the branch', async () => {
    const cwd = await host.work('ana/first');
    const commit = await host.git(cwd, 'rev-parse', 'HEAD');
    expect(repositoryExists(host.emulator, 'ana/first')).toBe(false);
    await host.git(cwd, 'push', '-q', '-u', 'origin', 'main');
    expect(pushesTo('ana/first')).toEqual([
      { repository: 'ana/first', branch: 'main', before: ZEROS, after: commit },
    ]);
    const clone = join(host.dir, 'first-clone');
    await host.git(host.dir, 'clone', '-q', host.remote('ana/first'), clone);
    expect(readFileSync(join(clone, 'index.html'), 'utf8')).toBe('<h1>One</h1>\n');
    expect(await host.git(clone, 'branch', '--show-current')).toBe('main');
    expect(leftovers()).toEqual([]);
  });

  it.each(['0', '1', '2'])('speaks protocol version %s', async (version) => {
    const cwd = await host.work(`ana/protocol-${version}`);
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    const clone = join(host.dir, `protocol-clone-${version}`);
    const protocol = ['-c', `protocol.version=${version}`];
    await host.git(host.dir, ...protocol, 'clone', '-q', host.remote(`ana/protocol-${version}.git`), clone);
    const second = await host.commit(cwd, 'b.txt', 'b');
    await host.git(cwd, ...protocol, 'push', '-q', 'origin', 'main');
    await host.git(clone, ...protocol, 'pull', '-q', '--ff-only');
    expect(await host.git(clone, 'rev-parse', 'HEAD')).toBe(second);
    const tags = await host.git(clone, ...protocol, 'ls-remote', 'origin', 'refs/heads/main');
    expect(tags).toBe(`${second}\trefs/heads/main`);
  });

  it('clones shallow and deepens, single commits and partial clones', async () => {
    const cwd = await host.work('ana/shallow');
    const first = await host.git(cwd, 'rev-parse', 'HEAD');
    for (const text of ['2', '3', '4']) await host.commit(cwd, 'index.html', text);
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    const clone = join(host.dir, 'shallow-clone');
    await host.git(host.dir, 'clone', '-q', '--depth', '1', host.remote('ana/shallow.git'), clone);
    expect(await host.git(clone, 'rev-list', '--count', 'HEAD')).toBe('1');
    await host.git(clone, 'fetch', '-q', '--deepen', '1');
    expect(await host.git(clone, 'rev-list', '--count', 'HEAD')).toBe('2');
    const pushed = await host.commit(clone, 'from-shallow.txt', 'x');
    await host.git(clone, 'push', '-q', 'origin', 'main');
    expect(pushesTo('ana/shallow').at(-1)?.after).toBe(pushed);
    await host.git(clone, 'fetch', '-q', '--depth', '1', 'origin', first);
    const partial = join(host.dir, 'partial-clone');
    await host.git(host.dir, 'clone', '-q', '--filter=blob:none', host.remote('ana/shallow.git'), partial);
    expect(readFileSync(join(partial, 'from-shallow.txt'), 'utf8')).toBe('x');
  });

  it('takes force pushes, tags, several branches and branch deletion, but keeps the default branch', async () => {
    const cwd = await host.work('ana/refs');
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    const first = await host.git(cwd, 'rev-parse', 'HEAD');
    await host.git(cwd, 'commit', '-q', '--amend', '-m', 'Start the page anew');
    const amended = await host.git(cwd, 'rev-parse', 'HEAD');
    await expect(host.git(cwd, 'push', '-q', 'origin', 'main')).rejects.toThrow(/non-fast-forward|rejected/);
    await host.git(cwd, 'push', '-q', '--force', 'origin', 'main');
    await host.git(cwd, 'tag', 'v1');
    await host.git(cwd, 'push', '-q', 'origin', 'v1');
    await host.git(cwd, 'push', '-q', 'origin', 'main:dev', 'main:feature/blue');
    await host.git(cwd, 'push', '-q', 'origin', '--delete', 'dev');
    await expect(host.git(cwd, 'push', '-q', 'origin', '--delete', 'main')).rejects.toThrow(
      /refusing to delete the current branch/,
    );
    expect(pushesTo('ana/refs').map(({ branch, before, after }) => [branch, before, after])).toEqual([
      ['main', ZEROS, first],
      ['main', first, amended],
      ['dev', ZEROS, amended],
      ['feature/blue', ZEROS, amended],
      ['dev', amended, ZEROS],
    ]);
  });

  it('makes the first pushed branch the default when there is no main', async () => {
    const cwd = await host.work('ana/trunk');
    await host.git(cwd, 'push', '-q', 'origin', 'main:trunk');
    const clone = join(host.dir, 'trunk-clone');
    await host.git(host.dir, 'clone', '-q', host.remote('ana/trunk.git'), clone);
    expect(await host.git(clone, 'branch', '--show-current')).toBe('trunk');
  });

  it('takes a large push, chunked and in one piece', async () => {
    const cwd = await host.work('ana/large');
    const bytes = randomBytes(20 * 1024 * 1024);
    const commit = await host.commit(cwd, 'large.bin', bytes);
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    expect(pushesTo('ana/large').map((push) => push.after)).toEqual([commit]);
    await host.commit(cwd, 'large.bin', randomBytes(2 * 1024 * 1024));
    await host.git(cwd, '-c', 'http.postBuffer=8388608', 'push', '-q', 'origin', 'main');
    const clone = join(host.dir, 'large-clone');
    await host.git(host.dir, 'clone', '-q', host.remote('ana/large.git'), clone);
    await host.git(clone, 'checkout', '-q', commit);
    expect(readFileSync(join(clone, 'large.bin')).equals(bytes)).toBe(true);
  }, 60_000);

  it('gives each of two concurrent pushes its own event', async () => {
    const cwd = await host.work('ana/both');
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    const main = await host.git(cwd, 'rev-parse', 'HEAD');
    const other = join(host.dir, 'both-other');
    await host.git(host.dir, 'clone', '-q', host.remote('ana/both.git'), other);
    const one = await host.commit(cwd, 'one.txt', '1');
    const two = await host.commit(other, 'two.txt', '2');
    await Promise.all([
      host.git(cwd, 'push', '-q', 'origin', 'main:one'),
      host.git(other, 'push', '-q', 'origin', 'main:two'),
    ]);
    const moved = pushesTo('ana/both').slice(1);
    expect(moved.map(({ branch, after }) => [branch, after]).sort()).toEqual([
      ['one', one],
      ['two', two],
    ]);
    // The same branch from both: exactly one of them gets through.
    const results = await Promise.allSettled([
      host.git(cwd, 'push', '-q', 'origin', 'main'),
      host.git(other, 'push', '-q', 'origin', 'main'),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const last = pushesTo('ana/both').slice(3);
    expect(last).toHaveLength(1);
    expect(last[0]?.before).toBe(main);
  });

  it('has told of the push before the pushing client hears that it is done', async () => {
    const cwd = await host.work('ana/order');
    const seen = once(host.emulator.events, 'push');
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    expect(pushesTo('ana/order')).toHaveLength(1);
    await seen;
  });

  it('does not tell cases apart in names of repositories', async () => {
    const cwd = await host.work('Ana/Cases');
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    const second = await host.commit(cwd, 'b.txt', 'b');
    await host.git(cwd, 'push', '-q', host.remote('ana/cases.git'), 'main');
    const listed = await host.git(host.dir, 'ls-remote', host.remote('ANA/CASES'), 'refs/heads/main');
    expect(listed).toBe(`${second}\trefs/heads/main`);
  });

  it('pushes nothing on a dry run, and makes nothing', async () => {
    const cwd = await host.work('ana/dry');
    await host.git(cwd, 'push', '-q', '--dry-run', 'origin', 'main');
    expect(repositoryExists(host.emulator, 'ana/dry')).toBe(false);
  });
});

describe('refusals', () => {
  it('asks for credentials and refuses wrong ones', async () => {
    const cwd = await host.work('ana/locked');
    const bare = await fetch(`${host.url}/_git/ana/locked.git/info/refs?service=git-receive-pack`);
    expect(bare.status).toBe(401);
    expect(bare.headers.get('www-authenticate')).toMatch(/^Basic /);
    const wrong = host.remote('ana/locked.git').replace(TOKEN, 'not-the-token');
    await expect(host.git(cwd, 'push', '-q', wrong, 'main')).rejects.toThrow(/Authentication failed/);
    expect(repositoryExists(host.emulator, 'ana/locked')).toBe(false);
  });

  it('does not find an unknown repository for a fetch', async () => {
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
  ])('finds nothing at %s', async (path) => {
    // node:http sends the path as it is, where fetch would tidy it.
    const { port } = new URL(host.url);
    const headers = { authorization: AUTHORIZATION };
    const req = request({ port, host: '127.0.0.1', path: `${path}?service=git-receive-pack`, headers });
    req.end();
    const [res] = await once(req, 'response');
    res.resume();
    expect(res.statusCode).toBe(404);
  });

  it('refuses what is not the smart protocol, each with its status', async () => {
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
    expect(leftovers()).toEqual([]);
  });

  it('bounds a body by what it inflates to', async () => {
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

describe('bodies and connections', () => {
  /** The body that a client's push of `main` to a new repository has. */
  async function pushBody(repository: string): Promise<{ body: Buffer; commit: string }> {
    const cwd = await host.work(repository);
    const commit = await host.git(cwd, 'rev-parse', 'HEAD');
    const line = `${ZEROS} ${commit} refs/heads/main\0report-status`;
    const length = (line.length + 4).toString(16).padStart(4, '0');
    const pack = execFileSync('git', ['pack-objects', '--all', '--stdout', '-q'], { cwd, input: '' });
    return { body: Buffer.concat([Buffer.from(`${length}${line}0000`), pack]), commit };
  }
  const type = { 'content-type': 'application/x-git-receive-pack-request', authorization: AUTHORIZATION };

  it('inflates a gzip push', async () => {
    const { body, commit } = await pushBody('ana/gzip');
    const res = await fetch(`${host.url}/_git/ana/gzip.git/git-receive-pack`, {
      method: 'POST',
      headers: { ...type, 'content-encoding': 'gzip' },
      body: gzipSync(body),
    });
    expect(res.status).toBe(200);
    expect(res.headers.get('content-type')).toBe('application/x-git-receive-pack-result');
    expect(await res.text()).toContain('ok refs/heads/main');
    expect(pushesTo('ana/gzip').map((push) => push.after)).toEqual([commit]);
  });

  it('drops an upload that breaks off, and takes the next one', async () => {
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
    expect(pushesTo('ana/broken')).toHaveLength(1);
    await expect.poll(leftovers).toEqual([]);
  });

  it('ends what is under way when the server closes its connections', async () => {
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
    // Rejects if anything is still being written there.
    await closing.close();
    await outcome;
    expect(existsSync(closing.dir)).toBe(false);
    expect(closing.pushes).toHaveLength(1);
  });

  it('does not read the settings of the machine', async () => {
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
