import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { left, one, setUpGithubApi } from './github-api.ts';

const github = setUpGithubApi();
const { host, done, made } = github;

describe('the API of the pretend GitHub under attack', () => {
  it("accepts no path that leads out of a repository or into git's own folder", async () => {
    const { repository, base } = await made('one\n');
    const paths = [
      '../x',
      'a/../../x',
      '/etc/passwd',
      '.git/config',
      'a/.GIT/hooks/post-checkout',
      'git~1/config',
      '',
      '.',
      'a/',
      '/',
      'a//b',
      'a\nb',
      'a\0b',
      'a\\..\\b',
      `${'x'.repeat(300)}`,
      'y/'.repeat(600),
      '.g\u200cit/config',
      '.git /x',
      '.git./x',
    ];
    for (const path of paths) {
      const { error } = await host('commit', { ...one(repository, base), path });
      expect(error, JSON.stringify(path)).toBeTruthy();
    }
    expect(await done('repository', { repository })).toMatchObject({ branches: [{ commit: base }] });
    expect(existsSync(join(github.root, 'x'))).toBe(false);
  });

  it('accepts file names that look like options, and unusual ones', async () => {
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

  it('rejects an invalid repository, branch or commit', async () => {
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

  it('bounds its input', async () => {
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

  it('reveals no secret of the account, and leaves no temporary files', async () => {
    const { LAB_GIT_URL = '', LAB_PRACTICE_TOKEN = '' } = github.practice.exports;
    const password = /learner:([^@]+)@/.exec(LAB_GIT_URL)?.[1] ?? '?';
    const { repository } = await made('one\n');
    const answers = JSON.stringify([
      await host('repositories'),
      await host('repository', { repository }),
      await host('tree', { repository: 'octocat/never', branch: 'main', path: '' }),
      await host('commits', { repository, branch: 'never' }),
      await host('installations'),
    ]);
    expect(answers).toContain('There is no branch never');
    expect(answers).not.toContain(password);
    expect(answers).not.toContain(LAB_PRACTICE_TOKEN);
    const others = left();
    await host('tree', { repository, branch: 'never', path: '' });
    await host('commits', { repository, branch: 'main' });
    expect(left().filter((name) => !others.includes(name))).toEqual([]);
  });

  it('requires the token, as every route of the companion does', async () => {
    const answer = await fetch(`${github.companion.address}/api/console/host/repositories`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(401);
  });
});
