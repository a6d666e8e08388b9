import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { outputOf, type ProgramOptions, runProgram } from '../../../checker/account/run-program.ts';

const env = { PATH: process.env.PATH, WORD: 'given' };
const sh = (script: string, options: Partial<ProgramOptions> = {}) =>
  runProgram('sh', ['-c', script], { env, ...options });
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('gives a program its input and only the given variables, and keeps both streams apart', async () => {
  const { exit, stdout, stderr } = await sh('cat; echo "$WORD $HOME" >&2; exit 7', { input: 'put in' });
  expect([exit, stdout.toString(), stderr]).toEqual([7, 'put in', 'given \n']);
  expect(await sh('cat')).toMatchObject({ exit: 0, stdout: Buffer.alloc(0) });
});

it('tells apart a program that is missing, prints too much, takes too long, or is killed', async () => {
  const exits = await Promise.all([
    runProgram('no-such-program', [], { env }),
    sh('yes', { maxOutputBytes: 1_000 }),
    sh('sleep 60', { timeoutMs: 50 }),
    sh('kill -9 $$'),
    sh('sleep 60', { signal: AbortSignal.abort() }),
  ]);
  expect(exits.map(({ exit }) => exit)).toEqual(['missing', 'too large', 'timeout', 'signal', 'signal']);
});

it('ends the processes that a program has started', async () => {
  const { exit, stdout } = await sh('sleep 60 >/dev/null 2>&1 & echo $!; wait', { timeoutMs: 500 });
  expect(exit).toBe('timeout');
  while (isAlive(Number(stdout.toString()))) await pause(5);
});

it('does not mind a program that does not read its input', async () => {
  expect((await sh('exit 3', { input: 'x'.repeat(10_000_000) })).exit).toBe(3);
});

it('rejects with what the program printed, or with the reason of the signal', async () => {
  const failed = outputOf('sh', ['-c', 'echo out; echo why >&2; exit 2'], { env });
  await expect(failed).rejects.toThrow('sh ended with 2: why');
  const reason = new Error('stopped');
  await expect(outputOf('sleep', ['60'], { env, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(await outputOf('sh', ['-c', 'echo "  out  "'], { env })).toBe('  out');
});
