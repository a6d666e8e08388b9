import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRemote } from '../../../../checker/account/sources/git.ts';
import { gitOverHttp } from '../../../../checker/account/sources/git-over-http.ts';
import { fileAtRoot, unpack } from '../../../../checker/account/sources/git-pack.ts';
import { GitProtocolError } from '../../../../checker/account/sources/git-protocol.ts';
import { type Practice, startPractice } from '../../../../practice/start.ts';
import { bytesOf, git as runGit } from '../../../kit/git.ts';

let practice: Practice;
let base: string;
const root = mkdtempSync(join(tmpdir(), 'quick-git-'));

const git = (cwd: string, ...args: string[]) => runGit({ cwd, home: root }, ...args);

async function clone(name: string): Promise<string> {
  const folder = join(root, name);
  mkdirSync(folder);
  await git(folder, 'init', '--quiet');
  await git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  return folder;
}

async function commit(folder: string, files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'change');
  return git(folder, 'rev-parse', 'HEAD');
}

const push = (folder: string, repository: string, ...refs: string[]) =>
  git(folder, 'push', '--quiet', `${base}/${repository}.git`, ...refs);

beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  base = practice.exports.LAB_GIT_URL ?? '';
});
afterAll(() => practice.close());

/** Reads over HTTP alone and reads with git, and the result of each. */
async function both(repository: string, branch: string, commits: string[], path = 'index.html') {
  const remotes = [gitOverHttp()(base, repository), openRemote(base, repository)];
  const results = await Promise.all(
    remotes.map(async (remote) => [
      await remote.branches(),
      ...(await Promise.all(
        commits.flatMap((one) => [remote.blob(branch, one, path), remote.commitTime(branch, one)]),
      )),
    ]),
  );
  const [quick] = remotes;
  const counts = quick?.counts();
  await Promise.all(remotes.map((remote) => remote.close()));
  return { quick: results[0], slow: results[1], counts };
}

describe('a repository over HTTP', () => {
  it('returns what git returns (branches, the page at the tip, its time) with one request each', async () => {
    const folder = await clone('plain');
    const first = await commit(folder, { 'index.html': '<h1>one</h1>\n', 'read.me': 'x' });
    const second = await commit(folder, { 'index.html': '<h1>two ✓</h1>\n' });
    await push(folder, 'ada/plain', 'HEAD:refs/heads/main', `${first}:refs/heads/feature/old`);
    const tip = await both('ada/plain', 'main', [second]);
    expect(tip.quick).toEqual(tip.slow);
    expect(tip.quick?.[0]).toEqual({ state: 'known', value: { main: second, 'feature/old': first } });
    expect(tip.counts).toEqual([
      { service: 'git', operation: 'ls-remote', count: 1 },
      { service: 'git', operation: 'fetch', count: 1 },
    ]);
    // A commit before the tip needs the branch's history, and so does a commit of another branch: only git can read
    // those.
    const older = await both('ada/plain', 'main', [first]);
    expect(older.quick).toEqual(older.slow);
    const foreign = await both('ada/plain', 'feature/old', [second]);
    expect(foreign.quick).toEqual(foreign.slow);
    expect(foreign.quick?.[1]).toMatchObject({ state: 'absent' });
  });

  it('unpacks objects that git packs as deltas', async () => {
    const folder = await clone('alike');
    const text = (changed: string) =>
      Array.from(
        { length: 2000 },
        (_, at) => `line ${at} ${at === 999 ? changed : Math.imul(at, 2654435761)}`,
      ).join('\n');
    const files = Object.fromEntries(
      ['index.html', 'a.html', 'b.html', 'c.html'].map((name) => [name, text(name)]),
    );
    const tip = await commit(folder, files);
    await git(folder, 'repack', '-adfq', '--window=50');
    await push(folder, 'ada/alike', 'HEAD:refs/heads/main');
    const { quick, slow, counts } = await both('ada/alike', 'main', [tip]);
    expect(quick).toEqual(slow);
    expect(counts?.find(({ operation }) => operation === 'fetch')?.count).toBe(1);
  });

  it('reports a missing file, branch or repository as absent, as git does', async () => {
    const folder = await clone('bare');
    const tip = await commit(folder, { 'other.html': 'x' });
    await push(folder, 'ada/bare', 'HEAD:refs/heads/main');
    const noFile = await both('ada/bare', 'main', [tip]);
    expect(noFile.quick).toEqual(noFile.slow);
    expect(noFile.quick?.[1]).toEqual({ state: 'absent', code: 'NotInCommit' });
    const none = await both('ada/nothing-here', 'main', []);
    expect(none.quick).toEqual(none.slow);
    expect(none.quick?.[0]).toEqual({ state: 'absent', code: 'RepositoryNotFound' });
  });

  it("falls back to git if the host responds in any other way, and reports only git's words", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>sign in</html>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [quick, slow] = [gitOverHttp()(elsewhere, 'ada/x'), openRemote(elsewhere, 'ada/x')];
    const [overHttp, byGit] = [await quick.branches(), await slow.branches()];
    expect(overHttp).toEqual(byGit);
    expect(overHttp.state).toBe('unknown');
    await Promise.all([quick.close(), slow.close()]);
    server.closeAllConnections();
    server.close();
  });

  it('falls back to git if the repository is not public, also if git is not installed', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const counted = async (base: string) => {
      const remote = gitOverHttp()(base, 'ada/private');
      const answer = await remote.branches();
      const [requestCount] = remote.counts();
      await remote.close();
      return { state: answer.state, asked: requestCount?.count };
    };
    expect(await counted(`http://127.0.0.1:${port}`)).toEqual({ state: 'absent', asked: 2 });
    expect(await counted(`http://ada:secret@127.0.0.1:${port}`)).toEqual({ state: 'absent', asked: 1 });
    server.closeAllConnections();
    server.close();
  });

  it("reports an unreachable host in git's words, and stops further requests soon", async () => {
    const remoteOf = gitOverHttp();
    for (let at = 0; at < 4; at++) {
      const remote = remoteOf('http://127.0.0.1:9', `ada/${at}`);
      expect(await remote.branches()).toMatchObject({ state: 'unknown', error: { cause: 'network' } });
      const requestCount = remote.counts().reduce((sum, { count }) => sum + count, 0);
      expect(requestCount).toBe(at < 3 ? 2 : 1);
      await remote.close();
    }
  });
});

describe('a pack', () => {
  it('is never accepted as complete if it is truncated or damaged at any byte', async () => {
    const folder = await clone('packed');
    const id = await commit(folder, { 'index.html': 'page' });
    const pack = 'git rev-list --objects HEAD | git pack-objects --quiet --stdout';
    const stdout = await bytesOf({ cwd: folder, home: root }, pack);
    expect(fileAtRoot(await unpack(stdout), id, 'index.html')?.toString()).toBe('page');
    for (let at = 0; at < stdout.length; at++) {
      const flipped = Buffer.from(stdout);
      flipped.writeUInt8((flipped[at] ?? 0) ^ 0xff, at);
      await expect(unpack(flipped)).rejects.toThrow(GitProtocolError);
      await expect(unpack(stdout.subarray(0, at))).rejects.toThrow(GitProtocolError);
    }
  });

  it('is complete with objects stored as deltas of others, by offset or by id', async () => {
    const folder = await clone('deltas');
    const long = Array.from({ length: 3000 }, (_, at) => `row ${Math.imul(at, 40503)}`).join('\n');
    const id = await commit(folder, {
      'index.html': `${long}\nA`,
      'copy.html': `${long}\nB`,
      'third.html': `C\n${long}`,
    });
    for (const flag of ['--delta-base-offset', '--no-reuse-delta']) {
      const pack = `git rev-list --objects HEAD | git pack-objects --quiet --stdout --window=50 ${flag}`;
      const stdout = await bytesOf({ cwd: folder, home: root }, pack);
      // Three such files take little more space than one of them: the others are deltas.
      expect(stdout.length).toBeLessThan(2 * 15_000);
      const objects = await unpack(stdout);
      expect(fileAtRoot(objects, id, 'index.html')?.toString()).toBe(`${long}\nA`);
      expect(fileAtRoot(objects, id, 'copy.html')?.toString()).toBe(`${long}\nB`);
      expect(fileAtRoot(objects, id, 'third.html')?.toString()).toBe(`C\n${long}`);
    }
  });
});
