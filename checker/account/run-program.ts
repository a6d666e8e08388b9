import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { defined } from '../../base/defined.ts';
import { atExit } from './at-exit.ts';
import { startDeadline } from './deadline.ts';

/** How a program ended. */
export interface ProgramResult {
  /**
   * The exit code; `missing` when there is no such program, `timeout` when it was ended after `timeoutMs`, `too large`
   * when it printed more than `maxOutputBytes`, `signal` when it was ended otherwise.
   */
  exit: number | 'missing' | 'timeout' | 'too large' | 'signal';
  stdout: Buffer;
  stderr: string;
}

export interface ProgramOptions {
  /** All environment variables of the program: it inherits none. */
  env: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** What the program reads from its standard input. Without it, the input is empty. */
  input?: string | Buffer;
  timeoutMs?: number;
  /** Also ends the program. */
  signal?: AbortSignal;
  /** The signal that ends the program and its own processes: SIGTERM by default. */
  killSignal?: NodeJS.Signals;
  /** The most bytes that the program may print to either stream: 64 MiB by default. */
  maxOutputBytes?: number;
}

/** The most bytes that a program may print, where the caller has no other bound. */
export const maxOutputBytes = 64 * 1024 * 1024;

/** Ends a program with the processes that it has started: those that wait for a host would wait on without it. */
function endGroup({ pid }: ChildProcess, killSignal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, killSignal);
  } catch (error) {
    // No process is left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Collects what a program prints. Calls `onTooMuch` when it is more than `maxBytes`. */
function collect(stream: Readable, maxBytes: number, onTooMuch: () => void): () => Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  stream.on('data', (part: Buffer) => {
    size += part.length;
    if (size > maxBytes) onTooMuch();
    else parts.push(part);
  });
  return () => Buffer.concat(parts);
}

function waitForExit(child: ChildProcess): Promise<number | 'missing' | 'signal'> {
  return new Promise((resolve) => {
    child.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ENOENT' ? 'missing' : 'signal'),
    );
    child.once('close', (code) => resolve(code ?? 'signal'));
  });
}

/**
 * Runs a program to its end, in a process group of its own, and ends it when this process exits. Every program that the
 * kit runs is run by this function, except in modules that share no code with the checker. Execa, which tests use, takes
 * about five times as long to load as node:child_process, and ends only the program, not the processes that it has
 * started. Rejects only on a bug.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  {
    env,
    cwd,
    input,
    killSignal = 'SIGTERM',
    maxOutputBytes: maxBytes = maxOutputBytes,
    ...limits
  }: ProgramOptions,
): Promise<ProgramResult> {
  const { signal, clear } = startDeadline(limits.timeoutMs, limits.signal);
  // With its own process group, one signal ends all of its processes.
  const child = spawn(program, args, {
    env,
    detached: true,
    ...defined({ cwd }),
  });
  const end = () => endGroup(child, killSignal);
  const cancel = atExit(end);
  let isTooLarge = false;
  const onTooMuch = () => {
    isTooLarge = true;
    end();
  };
  const stdout = collect(child.stdout, maxBytes, onTooMuch);
  const stderr = collect(child.stderr, maxBytes, onTooMuch);
  // When a program exits before it has read all input, its exit code says why, so the write error is ignored.
  child.stdin.on('error', () => undefined).end(input);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const exit = await waitForExit(child);
  signal.removeEventListener('abort', end);
  cancel();
  clear();
  const timedOut = exit === 'signal' && !limits.signal?.aborted && signal.aborted;
  return {
    exit: isTooLarge ? 'too large' : timedOut ? 'timeout' : exit,
    stdout: stdout(),
    stderr: stderr().toString('utf8'),
  };
}

/**
 * What a program printed to its standard output, without whitespace at its end. Rejects when the program fails, with an
 * Error that has what it printed, and with the signal's reason when the signal ended it.
 */
export async function outputOf(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<string> {
  const { exit, stdout, stderr } = await runProgram(program, args, options);
  const printed = stdout.toString('utf8').trimEnd();
  if (exit === 0) return printed;
  options.signal?.throwIfAborted();
  throw new Error(`${program} ended with ${exit}: ${stderr.trim() || printed}`);
}
