import { setTimeout as pause } from 'node:timers/promises';
import { goOnUnless, Troubled } from '../account/write/errors.ts';
import type { Hands } from '../account/write/hands.ts';

/**
 * Does a piece of work again, with longer pauses each time, while it ends with one of these codes: AWS tells of
 * a delete before all of its parts know. Gives up after `tries`, some 12 seconds with the default of 6.
 */
export async function persist(
  codes: readonly string[],
  { signal }: Hands,
  work: () => Promise<unknown>,
  tries = 6,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      const passing = error instanceof Troubled && codes.includes(error.trouble.code);
      if (!passing || attempt === tries) throw error;
      await pause(200 * 2 ** attempt);
      goOnUnless(signal);
    }
  }
}
