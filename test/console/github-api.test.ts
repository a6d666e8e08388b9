import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryOwner } from '../../companion/server/page-settings.ts';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { consoleBackend } from '../../console/server/backend.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { type Practice, startPractice } from '../../practice/start.ts';

const run = promisify(execFile);
let root: string;
let practice: Practice;
let companion: Companion;
let token: string;
const faults: unknown[] = [];
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'github-door-'));
  practice = await startPractice({ port: 0, onInternalError: (fault) => faults.push(fault) });
  const env = { ...practice.exports, PATH: process.env.PATH, LAB_HOME: root };
  companion = await openCompanion({
    ...{ folder: root, assets: root, port: 0 },
    settings: () => Promise.reject(new Error('nobody asks')),
    saveSettings: () => Promise.reject(new Error('nobody asks')),
    target: () => Promise.reject(new Error('nobody asks')),
    check: () => Promise.reject(new Error('nobody checks')),
    plan: () => Promise.reject(new Error('nobody plans')),
    carryOut: () => Promise.reject(new Error('nobody deletes')),
    console: mountConsole(consoleBackend(env, () => repositoryOwner(env))),
    onInternalError: (fault) => faults.push(fault),
  });
  token = ((await (await fetch(`${companion.address}/api/session`)).json()) as { token: string }).token;
});
afterAll(async () => {
  await companion.close();
  await practice.close();
  rmSync(root, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

interface Said {
  answer?: Record<string, unknown>;
  error?: string;
}

async function host(request: string, body: object = {}): Promise<Said> {
  const response = await fetch(`${companion.address}/api/console/host/${request}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lab-token': token },
    body: JSON.stringify(body),
  });
  expect(response.status, request).toBe(200);
  return (await response.json()) as Said;
}

async function done(request: string, body: object = {}): Promise<Record<string, unknown>> {
  const { answer, error } = await host(request, body);
  if (answer === undefined) throw new Error(`${request}: ${error}`);
  return answer;
}

let count = 0;
/** A repository of its own, with one file where a text is given; answers its name and the newest commit. */
async function made(text?: string): Promise<{ repository: string; base: string | undefined }> {
  const repository = `octocat/r-${++count}`;
  await done('create-repository', { repository, private: true });
  if (text === undefined) return { repository, base: undefined };
  const { commit } = await done('commit', { ...one(repository, undefined), text });
  return { repository, base: commit as string };
}
const one = (repository: string, base: string | undefined) => ({
  ...{ repository, branch: 'main', base, path: 'index.html' },
  ...{ text: 'one\n', message: 'Add index.html', description: '' },
});
const git = async (...args: string[]) =>
  (
    await run('git', args, {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1' },
    })
  ).stdout;
const urlOf = (repository: string) => `${practice.exports.LAB_GIT_URL}/${repository}.git`;
const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('lab-github-'));

describe('the pretend GitHub', () => {
  it('makes a repository, commits to it, and shows what a clone would see', async () => {
    const { repository, base } = await made('one\n');
    expect(await done('repository', { repository: repository.toUpperCase() })).toEqual({
      ...{ name: repository, private: true, defaultBranch: 'main' },
      branches: [{ name: 'main', commit: base }],
    });
    const change = {
      ...one(repository, base),
      was: 'index.html',
      text: 'two',
      message: 'Change',
      description: 'Why.',
    };
    const { commit } = await done('commit', change);
    expect(await git('ls-remote', urlOf(repository), 'refs/heads/main')).toBe(`${commit}\trefs/heads/main\n`);
    expect(await done('file', { repository, branch: 'main', path: 'index.html' })).toEqual({
      ...{ commit, bytes: 3, isLink: false, kind: 'text', text: 'two' },
    });
    const { commits } = await done('commits', { repository, branch: 'main' });
    expect((commits as { title: string }[]).map(({ title }) => title)).toEqual(['Change', 'Add index.html']);
    const folder = join(root, 'clone');
    await git('clone', '--quiet', urlOf(repository), folder);
    expect(await git('-C', folder, 'log', '-1', '--format=%B')).toBe('Change\n\nWhy.\n\n');
    expect(await git('-C', folder, 'fsck', '--strict')).toBe('');
  });

  it('adds a README where it is asked to, and says what is there already', async () => {
    await done('create-repository', { repository: 'octocat/with-readme', readme: true });
    const { entries } = await done('tree', { repository: 'octocat/with-readme', branch: 'main', path: '' });
    expect(entries).toEqual([{ path: 'README.md', kind: 'file', bytes: 14 }]);
    expect((await host('create-repository', { repository: 'octocat/WITH-readme' })).error).toContain(
      'exists already',
    );
  });

  it('commits nothing upon a commit that is not the newest any more', async () => {
    const { repository, base } = await made('one\n');
    const { commit } = await done('commit', { ...one(repository, base), was: 'index.html', text: 'theirs' });
    const mine = { ...one(repository, base), was: 'index.html', text: 'mine' };
    expect(await done('commit', mine)).toEqual({ outdated: commit });
    expect(await done('commit', { ...mine, base: undefined })).toEqual({ outdated: commit });
    expect(await done('file', { repository, branch: 'main', path: 'index.html' })).toMatchObject({
      text: 'theirs',
    });
    // Of two at the same moment, one is taken and the other is told.
    const both = await Promise.all(['a', 'b'].map((text) => done('commit', { ...mine, base: commit, text })));
    expect(both.filter((answer) => 'commit' in answer)).toHaveLength(1);
    expect(both.filter((answer) => 'outdated' in answer)).toHaveLength(1);
    expect(await done('commit', { ...mine, branch: 'gone', base: commit })).toEqual({ outdated: '' });
  });

  it('renames the default branch, and no commit is lost on the way', async () => {
    const { repository } = await made();
    const { commit } = await done('commit', { ...one(repository, undefined), branch: 'master' });
    await done('rename-branch', { repository, from: 'main', to: 'x' }).catch((error: Error) =>
      expect(error.message).toContain('There is no branch main'),
    );
    await done('rename-branch', { repository, from: 'master', to: 'main' });
    expect(await done('repository', { repository })).toMatchObject({
      defaultBranch: 'main',
      branches: [{ name: 'main', commit }],
    });
    expect((await host('rename-branch', { repository, from: 'main', to: 'main' })).error).toContain(
      'already',
    );
  });

  it('shows what is no text as what it is', async () => {
    const repository = 'octocat/odd';
    const folder = join(root, 'odd');
    mkdirSync(join(folder, 'a folder'), { recursive: true });
    writeFileSync(join(folder, 'picture.png'), Buffer.from([0x89, 0x50, 0, 1]));
    writeFileSync(join(folder, 'latin1.txt'), Buffer.from([0xe9]));
    writeFileSync(join(folder, 'a folder', 'ü "quoted"\n.txt'), '<script>alert(1)</script>');
    writeFileSync(join(folder, 'large.txt'), 'x'.repeat(1024 * 1024 + 1));
    symlinkSync('/etc/passwd', join(folder, 'link'));
    await git('init', '--quiet', folder);
    await git('-C', folder, 'add', '--all');
    await git(
      '-C',
      folder,
      '-c',
      'user.name=A',
      '-c',
      'user.email=a@b',
      'commit',
      '--quiet',
      '-m',
      '<b>bold</b>',
    );
    await git('-C', folder, 'push', '--quiet', urlOf(repository), 'HEAD:refs/heads/main');
    const file = (path: string) => done('file', { repository, branch: 'main', path });
    expect(await file('picture.png')).toMatchObject({ kind: 'binary', bytes: 4 });
    expect(await file('latin1.txt')).toMatchObject({ kind: 'binary' });
    expect(await file('large.txt')).toMatchObject({ kind: 'large' });
    expect(await file('link')).toMatchObject({ isLink: true, text: '/etc/passwd' });
    expect(await file('a folder/ü "quoted"\n.txt')).toMatchObject({ text: '<script>alert(1)</script>' });
    const { commit } = await file('link');
    const change = { ...one(repository, commit as string), path: 'link', was: 'link' };
    expect((await host('commit', change)).error).toContain('There is no file link any more');
    for (const [path, words] of [
      ['a folder', 'is a folder'],
      ['picture.png', 'is there already'],
      ['picture.png/x', 'is a file here'],
      ['link/x', 'is a file here'],
    ])
      expect((await host('commit', { ...change, path, was: undefined })).error, path).toContain(words);
  });
});

describe('the door of the pretend GitHub, attacked', () => {
  it('takes no path that leads out of a repository, or into git', async () => {
    const { repository, base } = await made('one\n');
    const paths = [
      ...['../x', 'a/../../x', '/etc/passwd', '.git/config', 'a/.GIT/hooks/post-checkout', 'git~1/config'],
      ...['', '.', 'a/', '/', 'a//b', 'a\nb', 'a\0b', 'a\\..\\b', `${'x'.repeat(300)}`, 'y/'.repeat(600)],
      ...['.g\u200cit/config', '.git /x', '.git./x'],
    ];
    for (const path of paths) {
      const { error } = await host('commit', { ...one(repository, base), path });
      expect(error, JSON.stringify(path)).toBeTruthy();
    }
    expect(await done('repository', { repository })).toMatchObject({ branches: [{ commit: base }] });
    expect(existsSync(join(root, 'x'))).toBe(false);
  });

  it('takes names that look like options, and odd ones, for names', async () => {
    const { repository, base } = await made('one\n');
    let head = base;
    const paths = [
      '-rf',
      '--help',
      ':(top)x',
      '*',
      'ünï ☃.html',
      "it's $(id) `x`",
      'a/b/c.txt',
      '{1}',
      'x;rm -rf ~',
    ];
    for (const path of paths) {
      const text = `content of ${path}\r\nsecond`;
      head = (await done('commit', { ...one(repository, head), path, text })).commit as string;
      expect(await done('file', { repository, branch: 'main', path }), path).toMatchObject({ text });
    }
  });

  it('takes nothing for a repository, a branch or a commit that is none', async () => {
    const { repository, base } = await made('one\n');
    const evil = [
      '../../etc',
      '--upload-pack=touch x',
      'a/b/c',
      'a/..',
      '',
      'ext::sh -c id',
      7,
      null,
      ['a/b'],
      {},
    ];
    for (const one of evil)
      for (const request of [
        'repository',
        'tree',
        'file',
        'commits',
        'delete-repository',
        'create-repository',
      ])
        expect(
          (await host(request, { repository: one, branch: 'main', path: '' })).error,
          `${request} ${one}`,
        ).toMatch(/repository/);
    for (const branch of ['-x', '--all', '../x', 'a..b', 'main:x', 'main~1', 'a b', '', '@{-1}', 'x.lock', 3])
      for (const request of ['tree', 'file', 'commits', 'commit'])
        expect(
          (await host(request, { ...one(repository, base), branch })).error,
          `${request} ${branch}`,
        ).toMatch(/branch|refspec/);
    for (const wrong of ['HEAD', '--all', 'x'.repeat(40), 7])
      expect((await host('commit', { ...one(repository, base), base: wrong })).error).toMatch(/base/);
    expect((await host('repository', { repository: 'octocat/none' })).error).toBe(
      'There is no repository octocat/none.',
    );
  });

  it('is bounded', async () => {
    const { repository, base } = await made('one\n');
    const change = one(repository, base);
    expect((await host('commit', { ...change, path: 'a', text: 'x'.repeat(1024 * 1024 + 1) })).error).toMatch(
      /text/,
    );
    for (const message of ['', '  ', 'a\nb', 'x'.repeat(501), 7])
      expect((await host('commit', { ...change, path: 'a', message })).error, String(message)).toMatch(
        /message/,
      );
    expect((await host('install', { owner: 'o'.repeat(40) })).error).toMatch(/owner/);
    expect((await host('install', { owner: 'octocat', repositories: ['../x'] })).error).toMatch(/repository/);
    expect((await host('connect', { connectionArn: 'x', installation: '1' })).error).toMatch(/ARN/);
    expect((await host('granted-repositories', { connectionArn: 'x' })).error).toMatch(/no connection/);
  });

  it('says none of the account’s secrets, and leaves nothing behind', async () => {
    const { LAB_GIT_URL = '', LAB_PRACTICE_TOKEN = '' } = practice.exports;
    const password = /learner:([^@]+)@/.exec(LAB_GIT_URL)?.[1] ?? '?';
    const { repository } = await made('one\n');
    const said = JSON.stringify([
      await host('repositories'),
      await host('repository', { repository }),
      await host('tree', { repository: 'octocat/never', branch: 'main', path: '' }),
      await host('commits', { repository, branch: 'never' }),
      await host('installations'),
    ]);
    expect(said).toContain('There is no branch never');
    expect(said).not.toContain(password);
    expect(said).not.toContain(LAB_PRACTICE_TOKEN);
    const others = left();
    await host('tree', { repository, branch: 'never', path: '' });
    await host('commits', { repository, branch: 'main' });
    expect(left().filter((name) => !others.includes(name))).toEqual([]);
  });

  it('asks for the token, as every door of the companion', async () => {
    const answer = await fetch(`${companion.address}/api/console/host/repositories`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
  });
});
