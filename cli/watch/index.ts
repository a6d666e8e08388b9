import type { Step } from '../../checker/steps/index.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { AccountValues } from '../../lab-home/target.ts';
import type { Io } from '../../terminal/command.ts';
import { noKeys, openKeys } from './keys.ts';
import { watch } from './watch.ts';

interface WatchOptions {
  values: AccountValues;
  steps: readonly Step[];
  url?: string;
  /** The bound of each check, in milliseconds. */
  timeoutMs?: number;
}

/** Runs `lab check --watch`; keys work only on a terminal. Returns the exit code. */
export async function watchSteps(options: WatchOptions, io: Io): Promise<number> {
  const keys = io.interactive
    ? openKeys(process.stdin, io.signal, () => process.kill(process.pid, 'SIGINT'))
    : noKeys(io.signal);
  try {
    return await watch({
      check: () => runCheck({ ...options, env: io.env }),
      print: (line) => io.stdout(`${line}\n`),
      now: () => Date.now(),
      nextKey: (milliseconds) => keys.next(milliseconds),
      signal: io.signal,
      hasKeyboard: io.interactive,
    });
  } finally {
    keys.close();
  }
}
