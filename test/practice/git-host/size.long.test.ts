import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Host, startHost } from './host.ts';

let host: Host;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

it('accepts and serves a repository of 50 MB, full and shallow', async () => {
  const cwd = await host.work('ana/fifty');
  for (let file = 0; file < 10; file++)
    await host.commit(cwd, `part-${file}.bin`, randomBytes(5 * 1024 * 1024));
  await host.git(cwd, 'push', '-q', 'origin', 'main');
  const head = await host.git(cwd, 'rev-parse', 'HEAD');
  expect(host.pushes).toMatchObject([{ repository: 'ana/fifty', branch: 'main', after: head }]);

  const clone = join(host.dir, 'fifty-clone');
  await host.git(host.dir, 'clone', '-q', host.remote('ana/fifty.git'), clone);
  expect(await host.git(clone, 'rev-parse', 'HEAD')).toBe(head);
  for (let file = 0; file < 10; file++)
    expect(digest(join(clone, `part-${file}.bin`))).toBe(digest(join(cwd, `part-${file}.bin`)));
  await host.git(clone, 'fsck', '--full', '--strict');

  const shallow = join(host.dir, 'fifty-shallow');
  await host.git(host.dir, 'clone', '-q', '--depth', '1', host.remote('ana/fifty.git'), shallow);
  expect(await host.git(shallow, 'rev-list', '--count', 'HEAD')).toBe('1');
});
