import { setTimeout as pause } from 'node:timers/promises';
import { defined } from '../../base/defined.ts';
import { classifyError, codeOf, statusOf } from './errors.ts';

/** For how many milliseconds a call is retried, counted from its first error of that kind. */
export interface RetryBudget {
  throttled: number;
  network: number;
}

const readerRetryBudget: RetryBudget = { throttled: 15_000, network: 4_000 };
type RetryKind = keyof RetryBudget;

const firstDelay = 80;
const longestDelay = 1_000;

/** The kind of an error that a retry can resolve; undefined for an error that would stay the same. */
function retryKindOf(error: unknown): RetryKind | undefined {
  const { cause, credentials } = classifyError(error);
  if (cause === 'throttled') return 'throttled';
  if (cause === 'network' || cause === 'timeout') return 'network';
  // The SDK has read the clock's offset from this answer, and signs the next request with it.
  if (credentials === 'clock' || wasClockCorrected(error)) return 'network';
  return (statusOf(error) ?? 0) >= 500 ? 'throttled' : undefined;
}

function wasClockCorrected(error: unknown): boolean {
  return (error as { $metadata?: { clockSkewCorrected?: boolean } }).$metadata?.clockSkewCorrected === true;
}

/** Whether a retry would be of no use: the run has ended, or nothing answers. */
const isFinal = (error: unknown) => ['AbortError', 'Stalled'].includes(codeOf(error));

/**
 * Retries until the attempt succeeds, the error is permanent, the budget is used up, or the signal aborts. Delays
 * double from 80 ms to at most 1 s, with jitter. Each kind of error has its own budget. A throttled answer resets
 * the network budget, because it shows that the service can be reached. Rejects with the last error, or with an
 * `AbortError` when the signal aborts during a delay.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  signal?: AbortSignal,
  budget = readerRetryBudget,
): Promise<T> {
  const since: Partial<Record<RetryKind, number>> = {};
  for (let attempts = 0; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const delay = Math.min(longestDelay, firstDelay * 2 ** attempts) * (0.5 + Math.random() / 2);
      const kind = retryKindOf(error);
      if (kind === undefined || signal?.aborted || isFinal(error)) throw error;
      if (kind === 'throttled') delete since.network;
      since[kind] ??= Date.now();
      if (Date.now() + delay > since[kind] + budget[kind]) throw error;
      await pause(delay, undefined, defined({ signal }));
    }
  }
}
