import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, natureOf, statusOf } from './errors.ts';

/** Milliseconds after its first attempt within which a call may be tried again. */
export interface Patience {
  throttled: number;
  network: number;
}

const readersPatience: Patience = { throttled: 15_000, network: 4_000 };
const firstDelay = 80;
const longestDelay = 1_000;

function patienceWith(error: unknown, patience: Patience): number {
  const { cause, credentials } = natureOf(error);
  if (cause === 'throttled') return patience.throttled;
  if (cause === 'network' || cause === 'timeout') return patience.network;
  // The SDK has learned the clock's offset from this very answer, and signs the next request with it.
  if (credentials === 'clock' || corrected(error)) return patience.network;
  if ((statusOf(error) ?? 0) >= 500) return patience.throttled;
  return 0;
}

function corrected(error: unknown): boolean {
  return (error as { $metadata?: { clockSkewCorrected?: boolean } }).$metadata?.clockSkewCorrected === true;
}

/**
 * Tries until it works, the error is one that will not go away, or its patience or the signal ends: delays
 * double from 80 ms to at most 1 s, with jitter. Rejects with the last error.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  signal?: AbortSignal,
  patience = readersPatience,
): Promise<T> {
  const start = Date.now();
  for (let attempts = 0; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const delay = Math.min(longestDelay, firstDelay * 2 ** attempts) * (0.5 + Math.random() / 2);
      const end = start + patienceWith(error, patience);
      if (signal?.aborted || codeOf(error) === 'AbortError' || Date.now() + delay > end) throw error;
      await pause(delay, undefined, signal === undefined ? {} : { signal });
    }
  }
}
