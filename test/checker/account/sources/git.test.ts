import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cloneState } from '../../../../checker/account/sources/clone.ts';
import { openRemote } from '../../../../checker/account/sources/git.ts';

let root: string;
let clone: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd: clone,
    encoding: 'utf8',
  }).trim();

function commit(text: string): string {
  writeFileSync(join(clone, 'index.html'), text);
  git('add', '--all');
  git('commit', '--quiet', '--message', text);
  return git('rev-parse', 'HEAD');
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lab-test-'));
  clone = join(root, 'clone');
  const bare = join(root, 'octocat', 'site.git');
  execFileSync('git', ['init', '--quiet', '--bare', bare]);
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', clone]);
  git('remote', 'add', 'origin', bare);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const known = <T>(value: T) => ({ state: 'known', value });

describe('the git host', () => {
  it.each(['main', 'a\u0000b', '8b95ec3', '--output=owned', `${'0'.repeat(40)}:../x`])(
    'is not asked for a commit whose ID is none: %j',
    async (id) => {
      const remote = openRemote(root, 'octocat/site');
      const missing = { state: 'absent', code: 'CommitNotInBranch' };
      expect(await remote.blob('main', id, 'index.html')).toEqual(missing);
      expect(await remote.commitTime('main', id)).toEqual(missing);
      await remote.close();
    },
  );

  it('returns branches, commits and files of any commit, and leaves no temporary files', async () => {
    const first = commit('one');
    const second = commit('two');
    git('push', '--quiet', 'origin', 'main');
    // A temporary folder for this test alone: other processes leave their files in the machine's.
    const temporary = mkdtempSync(join(root, 'tmp-'));
    vi.stubEnv('TMPDIR', temporary);
    const remote = openRemote(root, 'octocat/site');
    expect(await remote.branches()).toEqual(known({ main: second }));
    expect(await remote.commits('main')).toEqual(known([second, first]));
    expect(await remote.blob('main', first, 'index.html')).toEqual(known(new Uint8Array(Buffer.from('one'))));
    expect(await remote.blob('main', second, 'index.html')).toEqual(
      known(new Uint8Array(Buffer.from('two'))),
    );
    expect(await remote.blob('main', second, 'other.html')).toMatchObject({ state: 'absent' });
    expect(await remote.commits('develop')).toEqual({ state: 'absent', code: 'BranchNotFound' });
    expect(remote.counts()).toContainEqual({ service: 'git', operation: 'ls-remote', count: 1 });
    const used = readdirSync(temporary);
    await remote.close();
    expect(used).toHaveLength(1);
    expect(readdirSync(temporary)).toEqual([]);
    vi.unstubAllEnvs();
  });

  it('distinguishes a missing repository from an unreachable host', async () => {
    const missing = openRemote(root, 'octocat/typo');
    expect(await missing.branches()).toEqual({ state: 'absent', code: 'RepositoryNotFound' });
    await missing.close();
    const unreachable = openRemote('http://user:secret@127.0.0.1:9', 'octocat/site');
    const fact = await unreachable.branches();
    expect(fact).toMatchObject({ state: 'unknown', error: { cause: 'network', service: 'git' } });
    expect(JSON.stringify(fact)).not.toContain('secret');
    expect(unreachable.url).not.toContain('secret');
    await unreachable.close();
  });

  it('does not take a web page for an empty repository', async () => {
    const server = createServer((_request, answer) => {
      answer.writeHead(200, { 'content-type': 'text/html' });
      answer.end('<html>Sign in to the network</html>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const remote = openRemote(base, 'octocat/site');
    expect(await remote.branches()).toMatchObject({ state: 'unknown', error: { code: 'NotGit' } });
    expect(await remote.commits('main')).toMatchObject({ state: 'unknown' });
    await remote.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    execFileSync('git', ['init', '--quiet', '--bare', join(root, 'octocat', 'empty.git')]);
    const empty = openRemote(root, 'octocat/empty');
    expect(await empty.branches()).toEqual(known({}));
    expect(await empty.commits('main')).toMatchObject({ state: 'absent' });
    await empty.close();
  });

  it('distinguishes a commit outside the branch from one that is too far back to see', async () => {
    const stream = Array.from(
      { length: 120 },
      (_, at) =>
        `commit refs/heads/main\nmark :${at + 1}\ncommitter Ada <ada@example.com> ${at} +0000\ndata 1\nx\nM 100644 inline index.html\ndata 3\n${100 + at}\n`,
    );
    const long = join(root, 'octocat', 'long.git');
    execFileSync('git', ['init', '--quiet', '--bare', long]);
    execFileSync('git', ['-C', long, 'fast-import', '--quiet'], { input: stream.join('\n') });
    const all = execFileSync('git', ['-C', long, 'rev-list', 'main'], { encoding: 'utf8' }).split('\n');
    const far = openRemote(`file://${root}`, 'octocat/long');
    expect(await far.blob('main', all[50] ?? '', 'index.html')).toMatchObject({ state: 'known' });
    expect(await far.blob('main', all[115] ?? '', 'index.html')).toMatchObject({
      state: 'unknown',
      error: { code: 'TooFarBack' },
    });
    const commits = await far.commits('main');
    await far.close();
    // The clone shares no commit with what was fetched. It may just as well be far behind.
    if (commits.state !== 'known') throw new Error('no commits');
    expect(await cloneState(clone, 'main', commits.value)).toMatchObject({ state: 'unknown' });
    const near = openRemote(root, 'octocat/site');
    expect(await near.blob('main', 'c0ffee'.padEnd(40, '0'), 'index.html')).toEqual({
      state: 'absent',
      code: 'CommitNotInBranch',
    });
    await near.close();
  });

  it('stops when its signal aborts', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const remote = openRemote(base, 'octocat/site', { signal: AbortSignal.timeout(100) });
    const started = Date.now();
    expect(await remote.branches()).toMatchObject({ state: 'unknown' });
    expect(Date.now() - started).toBeLessThan(5000);
    await remote.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('the clone of the learner', () => {
  it('is ahead by the commits that were not pushed, and lists uncommitted changes', async () => {
    const remote = openRemote(root, 'octocat/site');
    const commits = await remote.commits('main');
    await remote.close();
    if (commits.state !== 'known') throw new Error('no commits');
    expect(await cloneState(clone, 'main', commits.value)).toMatchObject({
      value: { ahead: 0, changed: false },
    });
    commit('three');
    writeFileSync(join(clone, 'index.html'), 'four');
    expect(await cloneState(clone, 'main', commits.value)).toMatchObject({
      value: { ahead: 1, changed: true },
    });
    expect(await cloneState(clone, 'develop', commits.value)).toMatchObject({ state: 'absent' });
    expect(await cloneState(join(root, 'nowhere'), 'main', commits.value)).toMatchObject({
      state: 'unknown',
    });
  });

  it('is behind, not ahead, if the remote has more commits', async () => {
    const head = git('rev-parse', 'HEAD');
    expect(await cloneState(clone, 'main', ['0'.repeat(40), head])).toMatchObject({ value: { ahead: 0 } });
  });
});
