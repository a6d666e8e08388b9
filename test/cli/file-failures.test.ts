import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../checker/teardown/journal.ts';
import { failureOf } from '../../cli/framework/exit-code.ts';
import { lab } from '../kit/lab-command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-failures-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('it threw nothing');
}

const systemError = (code: string, syscall: string, path?: string) =>
  Object.assign(new Error(`${code}: it failed, ${syscall}`), { code, syscall, ...(path && { path }) });

describe('a file operation that the machine refuses', () => {
  it.each([
    [
      'ENOSPC',
      'write',
      undefined,
      3,
      'A file in /home/ana/.lab: the disk is full (ENOSPC, write). Free some space',
    ],
    ['EROFS', 'mkdir', '/mnt/x', 2, '/mnt/x: the file system is read-only (EROFS, mkdir). Choose a folder'],
    ['EACCES', 'open', '/mnt/x', 2, '/mnt/x: permission denied (EACCES, open). Change its permissions'],
    ['ENOTDIR', 'mkdir', '/mnt/x', 2, '/mnt/x: a part of the path is not a folder'],
    ['EISDIR', 'read', undefined, 2, 'A file in /home/ana/.lab: a folder is where a file belongs'],
    ['EMFILE', 'open', '/mnt/x', 3, '/mnt/x: too many files are open'],
  ] as const)(
    '%s of %s is one line that says where, why and what to do',
    (code, syscall, path, exit, text) => {
      const { message, exitCode } = failureOf(systemError(code, syscall, path), {
        LAB_HOME: '/home/ana/.lab',
      });
      expect([exitCode, message.startsWith(text), message.split('\n').length]).toEqual([exit, true, 2]);
    },
  );

  it('is not what a network or a process refuses, nor a fault of the kit', () => {
    const others = [
      systemError('EACCES', 'listen'),
      systemError('EACCES', 'spawn git'),
      systemError('ENOENT', 'open', '/x'),
      new TypeError('x'),
    ];
    expect(others.map((error) => failureOf(error, {}).exitCode)).toEqual([70, 70, 70, 70]);
  });

  it('is told by the command: a home below a file, and settings that are a folder', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'home', 'config.json'), { recursive: true });
    const env = { HOME: folder, LAB_TARGET: 'endpoint', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const below = join(folder, 'file', 'home');
    expect(await lab(['init', '--repository', 'a/b'], { ...env, LAB_HOME: below })).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining(`${below}: a part of the path is not a folder (ENOTDIR, mkdir).`),
    });
    expect(await lab(['init', '--branch', 'main'], { ...env, LAB_HOME: join(folder, 'home') })).toMatchObject(
      {
        exit: 2,
        stderr: expect.stringContaining('a folder is where a file belongs'),
      },
    );
  });
});

describe("a line of a teardown's journal that no kit wrote", () => {
  const at = '2026-11-30T08:00:00.000Z';
  it.each([
    ['null'],
    ['5'],
    ['[]'],
    ['{"event":"confirmed"}'],
    [JSON.stringify({ at, event: 'confirmed', digest: 'x', things: 5 })],
    [JSON.stringify({ at, event: 'confirmed', digest: 'x', things: [null] })],
    [JSON.stringify({ at, event: 'kept', kept: [{ kind: 'role', id: 5, name: 'r', why: '' }] })],
    [JSON.stringify({ at: 'soon', event: 'proved' })],
    [JSON.stringify({ at, event: 'constructor' })],
  ])('is refused by name, and stays: %s', (line) => {
    const file = join(folder, 'journal.jsonl');
    const whole = `${JSON.stringify({ at, event: 'proved' })}\n${line}\n`;
    writeFileSync(file, whole);
    const { message, exitCode } = failureOf(
      thrownBy(() => openJournal(file).read()),
      {},
    );
    expect(exitCode).toBe(2);
    expect(message).toContain(`${file}: ${line.slice(0, 60)} is not a line of a teardown's journal.`);
    expect(readFileSync(file, 'utf8')).toBe(whole);
  });

  it('is not a torn last line, which a process that died left', () => {
    const file = join(folder, 'torn.jsonl');
    writeFileSync(file, `${JSON.stringify({ at, event: 'proved' })}\n{"at":"2026-`);
    expect(openJournal(file).read()).toEqual([{ at, event: 'proved' }]);
  });
});
