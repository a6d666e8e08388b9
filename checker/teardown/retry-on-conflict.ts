import { setTimeout as pause } from 'node:timers/promises';
import type { AccountWriter } from '../account/write/account-writer.ts';
import { CallFailed, throwIfStopped } from '../account/write/errors.ts';

/**
 * Retries `work` with growing pauses while it fails with one of these codes: AWS confirms a delete before all
 * of its servers have seen it. Rethrows after `tries` attempts, about 12 seconds with the default of 6.
 */
export async function retryOnConflict(
  codes: readonly string[],
  { signal }: AccountWriter,
  work: () => Promise<unknown>,
  tries = 6,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      const isConflict = error instanceof CallFailed && codes.includes(error.callError.code);
      if (!isConflict || attempt === tries) throw error;
      await pause(200 * 2 ** attempt);
      throwIfStopped(signal);
    }
  }
}
