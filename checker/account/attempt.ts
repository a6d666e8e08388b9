import { startDeadline } from './deadline.ts';
import { statusOf } from './errors.ts';

/** No call was answered for this long, in milliseconds, though calls were made: further calls fail at once. */
const stallMs = 60_000;
/** After this many milliseconds without a call, one is made again, in case the account can be reached by now. */
const retryAfterMs = 15_000;

const seconds = (ms: number) => `${ms / 1000} s`;

/** Thrown instead of making a call while nothing answers. */
class Stalled extends Error {
  override readonly name = 'Stalled';
  constructor() {
    super(`no call was answered for ${seconds(stallMs)}, so no more were made`);
  }
}

/** Thrown when an answer is not complete in time, however many of its bytes have arrived. */
class AnswerTimeout extends Error {
  override readonly name = 'TimeoutError';
  constructor(timeoutMs: number) {
    super(`no complete answer in ${seconds(timeoutMs)}`);
  }
}

/**
 * Finds out that an account does not answer any more. Without it, a run of many calls, one after another, would wait
 * for each of them.
 */
export class StallDetector {
  private readonly now: () => number;
  /** When the first of the calls since the last answer was made. */
  private unansweredSince: number | undefined;
  private lastFailure = Number.NEGATIVE_INFINITY;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Throws Stalled if no call was answered for a minute. */
  requireAnswers(): void {
    const now = this.now();
    this.unansweredSince ??= now;
    if (now - this.unansweredSince > stallMs && now - this.lastFailure < retryAfterMs) throw new Stalled();
  }

  answered(): void {
    this.unansweredSince = undefined;
  }

  failed(): void {
    this.lastFailure = this.now();
  }
}

export interface AttemptLimits {
  stall: StallDetector;
  /** Milliseconds within which the answer must be complete. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Makes one attempt at a call. Rejects with a `TimeoutError` when its answer is not complete in time, with the signal's
 * reason, with Stalled, or with the call's own error.
 */
export async function attempt<T>(
  { stall, timeoutMs, signal }: AttemptLimits,
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  stall.requireAnswers();
  const { signal: deadline, clear } = startDeadline(timeoutMs, signal);
  try {
    const answer = await send(deadline);
    stall.answered();
    return answer;
  } catch (error) {
    // An error of AWS is an answer too.
    if (statusOf(error) === undefined) stall.failed();
    else stall.answered();
    if (signal?.aborted) throw signal.reason;
    throw deadline.aborted ? new AnswerTimeout(timeoutMs) : error;
  } finally {
    clear();
  }
}
