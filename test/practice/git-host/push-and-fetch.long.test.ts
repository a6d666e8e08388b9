import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryExists } from '../../../practice/git-host/repository.ts';
import { type Host, startHost, ZEROS } from './host.ts';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

describe('pushing and fetching', () => {
  it('creates the repository at the first push and emits an event with the branch', async () => {
    const cwd = await host.work('ana/first');
    const commit = await host.git(cwd, 'rev-parse', 'HEAD');
    expect(repositoryExists(host.emulator, 'ana/first')).toBe(false);
    await host.git(cwd, 'push', '-q', '-u', 'origin', 'main');
    expect(host.pushesTo('ana/first')).toEqual([
      { repository: 'ana/first', branch: 'main', before: ZEROS, after: commit },
    ]);
    const clone = join(host.dir, 'first-clone');
    await host.git(host.dir, 'clone', '-q', host.remote('ana/first'), clone);
    expect(readFileSync(join(clone, 'index.html'), 'utf8')).toBe('<h1>One</h1>\n');
    expect(await host.git(clone, 'branch', '--show-current')).toBe('main');
    expect(host.leftovers()).toEqual([]);
  });

  it.each(['0', '1', '2'])('supports protocol version %s', async (version) => {
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

  it('supports shallow clones, deepening, single commits and partial clones', async () => {
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
    expect(host.pushesTo('ana/shallow').at(-1)?.after).toBe(pushed);
    await host.git(clone, 'fetch', '-q', '--depth', '1', 'origin', first);
    const partial = join(host.dir, 'partial-clone');
    await host.git(host.dir, 'clone', '-q', '--filter=blob:none', host.remote('ana/shallow.git'), partial);
    expect(readFileSync(join(partial, 'from-shallow.txt'), 'utf8')).toBe('x');
  });

  it('accepts force pushes, tags, several branches and branch deletion, but keeps the default branch', async () => {
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
    expect(host.pushesTo('ana/refs').map(({ branch, before, after }) => [branch, before, after])).toEqual([
      ['main', ZEROS, first],
      ['main', first, amended],
      ['dev', ZEROS, amended],
      ['feature/blue', ZEROS, amended],
      ['dev', amended, ZEROS],
    ]);
  });

  it('makes the first pushed branch the default if there is no main', async () => {
    const cwd = await host.work('ana/trunk');
    await host.git(cwd, 'push', '-q', 'origin', 'main:trunk');
    const clone = join(host.dir, 'trunk-clone');
    await host.git(host.dir, 'clone', '-q', host.remote('ana/trunk.git'), clone);
    expect(await host.git(clone, 'branch', '--show-current')).toBe('trunk');
  });

  it('accepts a large push, chunked and in one piece', async () => {
    const cwd = await host.work('ana/large');
    const bytes = randomBytes(20 * 1024 * 1024);
    const commit = await host.commit(cwd, 'large.bin', bytes);
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    expect(host.pushesTo('ana/large').map((push) => push.after)).toEqual([commit]);
    await host.commit(cwd, 'large.bin', randomBytes(2 * 1024 * 1024));
    await host.git(cwd, '-c', 'http.postBuffer=8388608', 'push', '-q', 'origin', 'main');
    const clone = join(host.dir, 'large-clone');
    await host.git(host.dir, 'clone', '-q', host.remote('ana/large.git'), clone);
    await host.git(clone, 'checkout', '-q', commit);
    expect(readFileSync(join(clone, 'large.bin')).equals(bytes)).toBe(true);
  }, 60_000);

  it('emits an event for each of two concurrent pushes', async () => {
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
    const moved = host.pushesTo('ana/both').slice(1);
    expect(moved.map(({ branch, after }) => [branch, after]).sort()).toEqual([
      ['one', one],
      ['two', two],
    ]);
    // Both push to the same branch: exactly one of them succeeds.
    const results = await Promise.allSettled([
      host.git(cwd, 'push', '-q', 'origin', 'main'),
      host.git(other, 'push', '-q', 'origin', 'main'),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const last = host.pushesTo('ana/both').slice(3);
    expect(last).toHaveLength(1);
    expect(last[0]?.before).toBe(main);
  });

  it('emits the event of a push before the pushing client receives its answer', async () => {
    const cwd = await host.work('ana/order');
    const seen = once(host.emulator.events, 'push');
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    expect(host.pushesTo('ana/order')).toHaveLength(1);
    await seen;
  });

  it('ignores case in the names of repositories', async () => {
    const cwd = await host.work('Ana/Cases');
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    const second = await host.commit(cwd, 'b.txt', 'b');
    await host.git(cwd, 'push', '-q', host.remote('ana/cases.git'), 'main');
    const listed = await host.git(host.dir, 'ls-remote', host.remote('ANA/CASES'), 'refs/heads/main');
    expect(listed).toBe(`${second}\trefs/heads/main`);
  });

  it('changes nothing on a dry run, and creates no repository', async () => {
    const cwd = await host.work('ana/dry');
    await host.git(cwd, 'push', '-q', '--dry-run', 'origin', 'main');
    expect(repositoryExists(host.emulator, 'ana/dry')).toBe(false);
  });
});
