import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runProgram } from '../../checker/account/run-program.ts';
import { readDrillPages } from '../../scenarios/course.ts';

const root = new URL('../..', import.meta.url).pathname;
const id = 'transition-disabled';
const folder = join(root, '.lab', 'drills', id);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('lab drill builds a lab and breaks it, and a second terminal finds, fixes and proves it', async () => {
  const child = spawn(process.execPath, ['dist/lab.js', 'drill', id], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '' },
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await Promise.race([
    ended.then(() => Promise.reject(new Error(`it ended: ${printed}`))),
    new Promise<void>((resolve) =>
      child.stdout.on('data', () => /ends\s+the\s+drill/.test(printed) && resolve()),
    ),
  ]);
  const script = /^ {2}\. (\S+)$/m.exec(printed)?.[1] ?? '';
  /** Runs commands in a second terminal in the kit's folder. */
  const terminal = async (commands: string) => {
    const args = ['--noprofile', '--norc', '-c', `. ${script}\n${commands}`];
    const env = { PATH: process.env.PATH, HOME: process.env.HOME ?? '/' };
    const { exit, stdout } = await runProgram('bash', args, { cwd: root, env });
    return { exit, stdout: stdout.toString('utf8') };
  };
  const before = await terminal('npm run --silent check step-5');
  expect(before.stdout).toContain('transition');
  expect(before.exit).toBe(1);
  const solution = readDrillPages()
    .find((drill) => drill.id === id)
    ?.blocks.filter(({ use }) => use === 'run')
    .map(({ text }) => text)
    .join('\n');
  expect(solution).toContain('enable-stage-transition');
  const after = await terminal(`set -e\n${solution}\nnpm run --silent check step-5`);
  expect([after.exit, after.stdout]).toEqual([0, expect.stringContaining('practice account')]);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
}, 300_000);
