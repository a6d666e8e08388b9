import { classifyError } from '../../checker/account/errors.ts';
import type { RateLimiter } from '../../checker/account/rate-limiter.ts';

/** How many calls of an account can be in flight at once, over all services. */
const maxInFlight = 16;
/** All throttled calls within this many milliseconds lower the rate only once. */
const throttleWindowMs = 1_000;
/**
 * After this long without throttling the rate grows faster: the limit was only briefly lower. Milliseconds.
 */
const calmPeriodMs = 3_000;

/** Up to this ratio of throttled calls to answered ones, the rate counts as nearly right. */
const toleratedThrottleRatio = 1 / 3;

type Waiter = () => void;

/** The timestamps (milliseconds) that are at most one second old. */
const inLastSecond = (moments: readonly number[], now: number) => moments.filter((at) => now - at <= 1_000);

/**
 * The queue of one service. Its rate is unlimited until the service first throttles, and measured from then
 * on.
 */
class ServiceQueue {
  readonly retries: Waiter[] = [];
  readonly firstAttempts: Waiter[] = [];
  /** Calls per second; undefined until the service first throttles. */
  rate: number | undefined;
  private tokens = 0;
  private refilledAt = 0;
  private loweredAt = Number.NEGATIVE_INFINITY;
  private answeredAt: number[] = [];
  private throttledAt: number[] = [];

  /** Milliseconds until the next call may start; 0 if it may start now. */
  wait(now: number): number {
    if (this.rate === undefined) return 0;
    const maxTokens = Math.max(1, this.rate / 10);
    this.tokens = Math.min(maxTokens, this.tokens + ((now - this.refilledAt) / 1000) * this.rate);
    this.refilledAt = now;
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) / this.rate) * 1000);
  }

  dequeue(): Waiter | undefined {
    this.tokens -= 1;
    return this.retries.shift() ?? this.firstAttempts.shift();
  }

  onAnswer(now: number): void {
    this.answeredAt.push(now);
    if (this.answeredAt.length > 2_000) this.countRecentAnswers(now);
    if (this.rate !== undefined) this.rate += now - this.loweredAt > calmPeriodMs ? 0.5 : 0.05;
  }

  onThrottled(now: number): void {
    this.throttledAt.push(now);
    if (now - this.loweredAt < throttleWindowMs) return;
    const recentAnswers = this.countRecentAnswers(now);
    this.throttledAt = inLastSecond(this.throttledAt, now);
    // Few throttled calls among many answers: other users share the account, and the rate is nearly right.
    const isNearLimit = this.throttledAt.length <= recentAnswers * toleratedThrottleRatio;
    if (isNearLimit && this.rate === undefined) return;
    this.loweredAt = now;
    if (isNearLimit && this.rate !== undefined) {
      this.rate = Math.max(1, 0.97 * this.rate);
      return;
    }
    this.tokens = 0;
    this.refilledAt = now;
    this.rate = Math.max(1, 0.9 * Math.min(this.rate ?? Number.POSITIVE_INFINITY, recentAnswers));
  }

  /** Calls that were answered within the last second. */
  private countRecentAnswers(now: number): number {
    this.answeredAt = inLastSecond(this.answeredAt, now);
    return this.answeredAt.length;
  }
}

/**
 * The rate limiter of one account. AWS limits requests per account and service and does not publish the
 * limits, so they are measured. Throttling lowers a service's rate to just below what it answered in the last
 * second, or only a little if few calls are throttled. Answers raise it again. Retries go before first
 * attempts, so that no call runs out of its retry budget while others overtake it.
 */
export function adaptiveRateLimiter(): RateLimiter {
  const queues = new Map<string, ServiceQueue>();
  let inFlight = 0;
  let timer: NodeJS.Timeout | undefined;

  function queueOf(service: string): ServiceQueue {
    const queue = queues.get(service) ?? new ServiceQueue();
    queues.set(service, queue);
    return queue;
  }

  function dispatch(): void {
    clearTimeout(timer);
    timer = undefined;
    let soonest = Number.POSITIVE_INFINITY;
    for (const queue of queues.values())
      while (queue.retries.length + queue.firstAttempts.length > 0) {
        if (inFlight >= maxInFlight) return;
        const wait = queue.wait(performance.now());
        if (wait > 0) {
          soonest = Math.min(soonest, wait);
          break;
        }
        const waiter = queue.dequeue();
        inFlight += 1;
        waiter?.();
      }
    if (soonest < Number.POSITIVE_INFINITY) timer = setTimeout(dispatch, soonest);
  }

  return {
    async schedule(service, isRetry, work) {
      const queue = queueOf(service);
      await new Promise<void>((resolve) => {
        queue[isRetry ? 'retries' : 'firstAttempts'].push(resolve);
        dispatch();
      });
      try {
        const answer = await work();
        queue.onAnswer(performance.now());
        return answer;
      } catch (error) {
        if (classifyError(error).cause === 'throttled') queue.onThrottled(performance.now());
        else queue.onAnswer(performance.now());
        throw error;
      } finally {
        inFlight -= 1;
        dispatch();
      }
    },
  };
}
