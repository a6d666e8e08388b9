import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outputOf } from '../../../checker/account/run-program.ts';
import { branchCommit } from '../../../practice/git-host/repository.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';

let dir: string;
let running: Practice | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'git-practice-'));
  mkdirSync(join(dir, 'home'));
});
afterEach(async () => {
  await running?.close();
  rmSync(dir, { recursive: true, force: true });
});

async function start(): Promise<Practice> {
  running = await startPractice({ port: 0, stateDir: join(dir, 'state') });
  return running;
}

async function git(...args: string[]): Promise<string> {
  const person = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.com'];
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: join(dir, 'home'),
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
  };
  return outputOf('git', [...person, ...args], { cwd: dir, env });
}

it('serves LAB_GIT_URL, and keeps pushed commits after a restart', async () => {
  const first = await start();
  await git('init', '-q', '-b', 'main', 'site');
  writeFileSync(join(dir, 'site', 'index.html'), '<h1>One</h1>\n');
  await git('-C', 'site', 'add', '-A');
  await git('-C', 'site', 'commit', '-q', '-m', 'Start');
  await git('-C', 'site', 'push', '-q', `${first.exports.LAB_GIT_URL}/ana/site.git`, 'main');
  const commit = await git('-C', 'site', 'rev-parse', 'HEAD');
  await first.close();
  const second = await start();
  expect(await branchCommit(second.emulator, 'ana/site', 'main')).toBe(commit);
  expect(await git('ls-remote', `${second.exports.LAB_GIT_URL}/ana/site.git`, 'refs/heads/main')).toBe(
    `${commit}\trefs/heads/main`,
  );
  const wrong = second.exports.LAB_GIT_URL?.replace(/:[^:@]+@/, ':wrong@');
  await expect(git('ls-remote', `${wrong}/ana/site.git`)).rejects.toThrow(/Authentication failed/);
});

it("is reached at GitHub's address with git's own insteadOf", async () => {
  const { exports } = await start();
  const turned = ['-c', `url.${exports.LAB_GIT_URL}/.insteadOf=https://github.com/`];
  await git('init', '-q', '-b', 'main', 'site');
  await git('-C', 'site', 'commit', '-q', '--allow-empty', '-m', 'Start');
  await git(...turned, '-C', 'site', 'push', '-q', 'https://github.com/ana/site.git', 'main');
  await git(...turned, 'clone', '-q', 'https://github.com/ana/site', 'clone');
  expect(readdirSync(join(dir, 'clone'))).toEqual(['.git']);
});
