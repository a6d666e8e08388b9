import { setMaxListeners } from 'node:events';
import { interrupted } from './exit-code.ts';

/** How long a command may take to end after Ctrl-C, in milliseconds. Whatever it waits for then is given up. */
const graceMs = 900;

/**
 * Returns a signal that Ctrl-C and SIGTERM abort. A command that has not ended a moment later, and one that gets a
 * second signal, is ended with exit code 130: what it has written is complete, because every file and every journal
 * line is written in one go.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  // Every call in flight listens to this signal, and there may be many.
  setMaxListeners(0, controller.signal);
  const exit = () => process.exit(interrupted);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) exit();
      setTimeout(exit, graceMs).unref();
      controller.abort();
    });
  return controller.signal;
}
