import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { one, setUpGithubApi } from './github-api.ts';

const github = setUpGithubApi();
const { host, done, made, git, urlOf } = github;

describe('the API of the pretend GitHub', () => {
  it('creates a repository, commits to it, and shows what a clone would contain', async () => {
    const { repository, base } = await made('one\n');
    expect(await done('repository', { repository: repository.toUpperCase() })).toEqual({
      name: repository,
      private: true,
      defaultBranch: 'main',
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
    expect(await git('ls-remote', urlOf(repository), 'refs/heads/main')).toBe(`${commit}\trefs/heads/main`);
    expect(await done('file', { repository, branch: 'main', path: 'index.html' })).toEqual({
      commit,
      bytes: 3,
      isLink: false,
      kind: 'text',
      text: 'two',
    });
    const { commits } = await done('commits', { repository, branch: 'main' });
    expect((commits as { title: string }[]).map(({ title }) => title)).toEqual(['Change', 'Add index.html']);
    const folder = join(github.root, 'clone');
    await git('clone', '--quiet', urlOf(repository), folder);
    expect(await git('-C', folder, 'log', '-1', '--format=%B')).toBe('Change\n\nWhy.');
    expect(await git('-C', folder, 'fsck', '--strict')).toBe('');
  });

  it('adds a README on request, and reports an existing repository', async () => {
    await done('create-repository', { repository: 'octocat/with-readme', readme: true });
    const { entries } = await done('tree', { repository: 'octocat/with-readme', branch: 'main', path: '' });
    expect(entries).toEqual([{ path: 'README.md', kind: 'file', bytes: 14 }]);
    expect((await host('create-repository', { repository: 'octocat/WITH-readme' })).error).toContain(
      'exists already',
    );
  });

  it('rejects a commit whose base is not the latest commit', async () => {
    const { repository, base } = await made('one\n');
    const { commit } = await done('commit', { ...one(repository, base), was: 'index.html', text: 'theirs' });
    const mine = { ...one(repository, base), was: 'index.html', text: 'mine' };
    expect(await done('commit', mine)).toEqual({ outdated: commit });
    expect(await done('commit', { ...mine, base: undefined })).toEqual({ outdated: commit });
    expect(await done('file', { repository, branch: 'main', path: 'index.html' })).toMatchObject({
      text: 'theirs',
    });
    // Of two at the same moment, one is accepted and the other is reported as outdated.
    const both = await Promise.all(['a', 'b'].map((text) => done('commit', { ...mine, base: commit, text })));
    expect(both.filter((answer) => 'commit' in answer)).toHaveLength(1);
    expect(both.filter((answer) => 'outdated' in answer)).toHaveLength(1);
    expect(await done('commit', { ...mine, branch: 'gone', base: commit })).toEqual({ outdated: '' });
  });

  it('renames the default branch without losing a commit', async () => {
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

  it('shows content that is not text as what it is', async () => {
    const repository = 'octocat/odd';
    const folder = join(github.root, 'odd');
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
