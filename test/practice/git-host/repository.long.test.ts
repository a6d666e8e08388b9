import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  branchCommit,
  CommitTooLarge,
  commitInfo,
  repositoryExists,
  repositoryPath,
  zipOf,
} from '../../../practice/git-host/repository.ts';
import { GitLimitExceeded, runGit } from '../../../practice/git-host/run-git.ts';
import { bombCommit } from './git-bombs.ts';
import { type Host, startHost } from './host.ts';

let host: Host;
let cwd: string;

beforeAll(async () => {
  host = await startHost();
  cwd = await host.work('ana/site');
  await host.commit(
    cwd,
    'css/männer & co.css',
    'body {}\n',
    'Add colours — größer\n\nWith a second paragraph.',
  );
  await host.git(cwd, 'push', '-q', 'origin', 'main');
});
afterAll(() => host.close());

it('finds a branch by its exact name only', async () => {
  const head = await host.git(cwd, 'rev-parse', 'HEAD');
  expect(await branchCommit(host.emulator, 'ana/site', 'main')).toBe(head);
  for (const branch of ['man', 'main~1', 'main^', 'main@{0}', 'MAIN', '', '--all', '../heads/main', 'ma*']) {
    expect(await branchCommit(host.emulator, 'ana/site', branch)).toBeUndefined();
  }
  expect(await branchCommit(host.emulator, 'ana/other', 'main')).toBeUndefined();
  expect(await branchCommit(host.emulator, '../../etc', 'main')).toBeUndefined();
});

it('lists the existing repositories', () => {
  expect(repositoryExists(host.emulator, 'ana/site')).toBe(true);
  expect(repositoryExists(host.emulator, 'ana/other')).toBe(false);
  expect(repositoryExists(host.emulator, 'ana/../ana/site')).toBe(false);
});

it('reads the metadata of a commit', async () => {
  const head = await host.git(cwd, 'rev-parse', 'HEAD');
  const seconds = Number(await host.git(cwd, 'log', '-1', '--format=%at'));
  expect(await commitInfo(host.emulator, 'ana/site', head)).toEqual({
    id: head,
    message: 'Add colours — größer\n\nWith a second paragraph.',
    authorName: 'Ana',
    authorEmail: 'ana@example.com',
    authorDate: new Date(seconds * 1000).toISOString().replace('.000', ''),
  });
  expect(await commitInfo(host.emulator, 'ana/site', 'f'.repeat(40))).toBeUndefined();
  expect(await commitInfo(host.emulator, 'ana/site', 'main')).toBeUndefined();
});

it('zips the files of a commit unchanged, without a folder around them', async () => {
  const head = await host.git(cwd, 'rev-parse', 'HEAD');
  const zip = await zipOf(host.emulator, 'ana/site', head);
  const files = unzipSync(zip);
  expect(Object.keys(files).sort()).toEqual(['css/', 'css/männer & co.css', 'index.html']);
  expect(Buffer.from(files['index.html'] ?? []).toString()).toBe('<h1>One</h1>\n');
  expect((await zipOf(host.emulator, 'ana/site', head)).equals(zip)).toBe(true);
  await expect(zipOf(host.emulator, 'ana/site', 'f'.repeat(40))).rejects.toThrow(/ana\/site/);
  await expect(zipOf(host.emulator, 'ana/site', '--output=/tmp/x')).rejects.toThrow(/not a commit id/);
});

it.each(['files', 'folders'] as const)(
  'does not archive a commit that names a billion %s',
  async (content) => {
    const bomb = await bombCommit(repositoryPath(host.emulator, 'ana/site'), content);
    await expect(zipOf(host.emulator, 'ana/site', bomb)).rejects.toThrow(CommitTooLarge);
  },
);

it('ends a git that prints too much or takes too long', async () => {
  const gitDir = repositoryPath(host.emulator, 'ana/site');
  const bomb = await bombCommit(gitDir, 'folders');
  const list = (...options: string[]) => ['--git-dir', gitDir, 'ls-tree', '-r', ...options, bomb];
  await expect(runGit(host.emulator.gitDir, list('-t'), { bytes: 1000 })).rejects.toThrow(GitLimitExceeded);
  await expect(runGit(host.emulator.gitDir, list(), { milliseconds: 200 })).rejects.toThrow(GitLimitExceeded);
});

it('reads a date that cannot be represented as git does', async () => {
  const tree = await host.git(cwd, 'rev-parse', 'HEAD^{tree}');
  const text = `tree ${tree}\nauthor A <a@b> 99999999999999 +0000\ncommitter A <a@b> 1700000000 +0000\n\nlate\n`;
  writeFileSync(join(cwd, '.git', 'late'), text);
  const late = await host.git(cwd, 'hash-object', '-t', 'commit', '-w', '.git/late');
  await host.git(cwd, 'push', '-q', 'origin', `${late}:refs/heads/late`);
  expect(await commitInfo(host.emulator, 'ana/site', late)).toMatchObject({
    message: 'late',
    authorDate: '1970-01-01T00:00:00Z',
  });
});
