import type { Step } from '../../checker/steps/index.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { Io, Values } from '../../terminal/command.ts';
import { noKeys, openKeys } from './terminal.ts';
import { watch } from './watch.ts';

interface Order {
  values: Values;
  steps: readonly Step[];
  url?: string;
  /** Bounds each look. */
  timeoutMs?: number;
}

/** `lab check --watch`: on a terminal with keys, elsewhere as lines. Answers the exit code. */
export async function watchSteps(order: Order, io: Io): Promise<number> {
  const keys = io.interactive
    ? openKeys(process.stdin, io.signal, () => process.kill(process.pid, 'SIGINT'))
    : noKeys(io.signal);
  try {
    return await watch({
      look: () => runCheck({ ...order, env: io.env }),
      say: (line) => io.stdout(`${line}\n`),
      now: () => Date.now(),
      key: (milliseconds) => keys.next(milliseconds),
      signal: io.signal,
      keys: io.interactive,
    });
  } finally {
    keys.close();
  }
}
