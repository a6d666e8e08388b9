import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  FetchCache,
  MAX_RESPONSE_BYTES,
  repositoryFingerprint,
} from '../../../practice/git-host/fetch-cache.ts';
import { repositoryPath } from '../../../practice/git-host/repository.ts';
import { type Host, startHost } from './host.ts';

let host: Host;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

const bare = (repository: string) => repositoryPath(host.emulator, repository);
const listed = (repository: string) => host.git(host.dir, 'ls-remote', '--symref', host.remote(repository));

describe('the same request to the same repository', () => {
  it('is answered from the cache, without git', async () => {
    const cwd = await host.work('ana/asked');
    await host.git(cwd, 'push', '-q', 'origin', 'main');
    const before = await listed('ana/asked');
    const objects = join(bare('ana/asked'), 'objects');
    renameSync(objects, `${objects}-away`);
    expect(await listed('ana/asked')).toBe(before);
    renameSync(`${objects}-away`, objects);
  });

  it.each(['0', '1', '2'])(
    'is answered by git again after a branch has moved (protocol %s)',
    async (version) => {
      const name = `ana/moved-${version}`;
      const cwd = await host.work(name);
      const protocol = ['-c', `protocol.version=${version}`];
      const tip = () => host.git(host.dir, ...protocol, 'ls-remote', host.remote(name), 'refs/heads/main');
      await host.git(cwd, 'push', '-q', 'origin', 'main');
      const first = await tip();
      expect(await tip()).toBe(first);
      const commit = await host.commit(cwd, 'index.html', 'two');
      await host.git(cwd, 'push', '-q', 'origin', 'main');
      expect(await tip()).toBe(`${commit}\trefs/heads/main`);
      await host.git(cwd, 'push', '-q', '--force', 'origin', 'HEAD~1:main');
      expect(await tip()).toBe(first);
    },
  );

  it('is answered by git again after another process changed a branch, HEAD or a setting in its files', async () => {
    const cwd = await host.work('ana/files');
    const first = await host.git(cwd, 'rev-parse', 'HEAD');
    const second = await host.commit(cwd, 'index.html', 'two');
    await host.git(cwd, 'push', '-q', 'origin', 'main', 'main:other');
    expect(await listed('ana/files')).toContain(`ref: refs/heads/main\tHEAD\n${second}\tHEAD`);
    await host.git(cwd, '--git-dir', bare('ana/files'), 'update-ref', 'refs/heads/other', first);
    expect(await listed('ana/files')).toContain(`${first}\trefs/heads/other`);
    await host.git(cwd, '--git-dir', bare('ana/files'), 'pack-refs', '--all');
    expect(await listed('ana/files')).toContain(`${first}\trefs/heads/other`);
    await host.git(cwd, '--git-dir', bare('ana/files'), 'symbolic-ref', 'HEAD', 'refs/heads/other');
    expect(await listed('ana/files')).toContain(`ref: refs/heads/other\tHEAD\n${first}\tHEAD`);
    await host.git(cwd, '--git-dir', bare('ana/files'), 'config', 'transfer.hideRefs', 'refs/heads/main');
    expect(await listed('ana/files')).not.toContain('refs/heads/main');
  });
});

it('a fetch receives a complete clone from the cache', async () => {
  const cwd = await host.work('ana/cloned');
  await host.git(cwd, 'push', '-q', 'origin', 'main');
  for (const name of ['one', 'two']) {
    const clone = join(host.dir, `cloned-${name}`);
    await host.git(host.dir, 'clone', '-q', '--depth', '1', host.remote('ana/cloned'), clone);
    expect(await host.git(clone, 'log', '--format=%s')).toBe('Start the page');
    expect(await host.git(clone, 'fsck')).toBe('');
  }
});

it('a repository with very many loose references is not cached', async () => {
  const cwd = await host.work('ana/many');
  await host.git(cwd, 'push', '-q', 'origin', 'main');
  expect(repositoryFingerprint(bare('ana/many'))).toBeTypeOf('string');
  const commit = await host.git(cwd, 'rev-parse', 'HEAD');
  for (let at = 0; at < 120; at++)
    writeFileSync(join(bare('ana/many'), 'refs', 'heads', `b${at}`), `${commit}\n`);
  expect(repositoryFingerprint(bare('ana/many'))).toBeUndefined();
  const lines = (await listed('ana/many')).split('\n').filter((line) => line.includes('refs/heads/b'));
  expect(lines).toHaveLength(120);
});

it('the cache has a bounded size and drops the oldest entries', () => {
  const answers = new FetchCache();
  const question = (at: number) => ({
    repository: 'r',
    protocol: 'version=2',
    advertise: false,
    body: Buffer.from(`${at}`),
  });
  const answer = Buffer.alloc(MAX_RESPONSE_BYTES);
  for (let at = 0; at < 64; at++) answers.put(question(at), 'state', answer);
  expect(answers.get(question(0), 'state')).toBeUndefined();
  expect(answers.get(question(1), 'state')).toBe(answer);
  answers.put(question(64), 'state', answer);
  expect(answers.get(question(1), 'state')).toBeUndefined();
  expect(answers.get(question(64), 'another state')).toBeUndefined();
  expect(answers.get({ ...question(64), protocol: undefined }, 'state')).toBeUndefined();

  const empty = new FetchCache();
  const long = (at: number) => ({ ...question(at), repository: 'r'.repeat(100_000) });
  for (let at = 0; at < 200; at++) empty.put(long(at), 'state', Buffer.alloc(0));
  expect(empty.get(long(0), 'state')).toBeUndefined();
  expect(empty.get(long(199), 'state')).toEqual(Buffer.alloc(0));
});
