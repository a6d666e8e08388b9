import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyHome, lab } from '../kit/lab-command.ts';

const entry = new URL('../../dist/lab.js', import.meta.url).pathname;

let home: string;
let env: Record<string, string>;
let temporary: string;
beforeEach(() => {
  home = emptyHome();
  temporary = join(home, 'tmp');
  mkdirSync(temporary);
  env = { PATH: process.env.PATH ?? '', HOME: home, LAB_HOME: join(home, 'lab'), TMPDIR: temporary };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Processes of this machine whose environment or command line names the folder. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return [`/proc/${pid}/environ`, `/proc/${pid}/cmdline`].some((file) =>
          readFileSync(file, 'utf8').includes(folder),
        );
      } catch {
        // The process ended while it was read, or belongs to another user.
        return false;
      }
    });
}

const hasProc = process.platform === 'linux';

describe('lab demo', () => {
  it('completes the whole lab with each check before and after, and leaves no file and no process', async () => {
    const ended = await lab(['demo', '--cli', 'stand-in'], env);
    expect([ended.exit, ended.stderr]).toEqual([0, '']);
    const steps = ended.stdout.split(/^Step (?=\d · )/m);
    expect(steps.length).toBe(10);
    const verdicts = steps
      .slice(1)
      .map((step) =>
        [...step.matchAll(/^ {2}[✓✗…?] (pass|fail|waiting|unknown|stops)\b/gm)].map((match) => match[1]),
      );
    expect(verdicts).toEqual([
      ['stops', 'pass'],
      ['fail', 'pass'],
      ['fail', 'pass'],
      ['fail', 'pass'],
      ['fail', 'pass'],
      ['waiting', 'pass'],
      ['pass', 'fail'],
      ['fail', 'pass'],
      ['fail', 'pass', 'pass'],
    ]);
    expect(steps[0]).toContain('stand-in');
    expect(steps[9]).toContain('Proven: nothing of the lab is left');
    expect(readdirSync(temporary)).toEqual([]);
    expect(readdirSync(home)).toEqual(['tmp']);
    if (hasProc) expect(processesOf(home)).toEqual([]);
  }, 120_000);

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'leaves nothing after %s in the middle',
    async (signal) => {
      const child = spawn(process.execPath, [entry, 'demo', '--cli', 'stand-in'], { env });
      let printed = '';
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk) => {
          printed += chunk;
          // In the middle of a block: bash and aws are running.
          if (printed.includes('put-bucket-encryption')) resolve();
        });
      });
      child.kill(signal);
      const exit = await new Promise((resolve) => child.once('exit', resolve));
      expect(exit).toBe(130);
      expect(printed).not.toContain('Step 5');
      expect(readdirSync(temporary)).toEqual([]);
      if (hasProc) expect(processesOf(home)).toEqual([]);
    },
    60_000,
  );
});
