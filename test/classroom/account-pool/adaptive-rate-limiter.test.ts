import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RateLimiter } from '../../../checker/account/rate-limiter.ts';
import { adaptiveRateLimiter } from '../../../classroom/account-pool/adaptive-rate-limiter.ts';
import { combineSemaphores, semaphore } from '../../../classroom/account-pool/semaphore.ts';

const throttled = () => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Work that runs until the test ends it. */
function pendingWork() {
  const started: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      started.push(name);
      ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
    });
  return { started, work, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}

describe("the queue of an account's calls", () => {
  it('bounds the calls of all services together, and lets rejected calls go before new ones', async () => {
    const limiter = adaptiveRateLimiter();
    const { started, work, end } = pendingWork();
    const all = Array.from({ length: 16 }, (_, at) =>
      limiter.schedule(at % 2 ? 's3' : 'iam', false, work(`first ${at}`)),
    );
    const firstAttempt = limiter.schedule('iam', false, work('fresh'));
    const retry = limiter.schedule('iam', true, work('again'));
    await tick();
    expect(started).toHaveLength(16);
    end('first 0');
    await tick();
    expect(started.at(-1)).toBe('again');
    end('first 1');
    await tick();
    expect(started.at(-1)).toBe('fresh');
    for (const name of started) end(name);
    await Promise.all([...all, firstAttempt, retry]);
  });

  describe('the rate limiter', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
    afterEach(() => void vi.useRealTimers());

    /** The number of these calls that have started by now. */
    function calls(limiter: RateLimiter, service: string, count: number) {
      let gone = 0;
      const done = Promise.all(
        Array.from({ length: count }, () => limiter.schedule(service, false, async () => void gone++)),
      );
      return { gone: () => gone, done };
    }

    it('slows down for a service that throttles, to the rate that it accepted, and for no other', async () => {
      const limiter = adaptiveRateLimiter();
      await calls(limiter, 'iam', 10).done;
      const refused = () =>
        expect(limiter.schedule('iam', false, () => Promise.reject(throttled()))).rejects.toThrow(
          'Rate exceeded',
        );
      // One rejected call of ten can be another client's doing; four are not.
      for (let count = 0; count < 4; count++) await refused();
      const slow = calls(limiter, 'iam', 30);
      await calls(limiter, 's3', 200).done;
      expect(slow.gone()).toBe(0);
      // The service accepted ten in the last second, so the limiter now sends nine a second.
      await vi.advanceTimersByTimeAsync(1_000);
      expect(slow.gone()).toBeGreaterThanOrEqual(8);
      expect(slow.gone()).toBeLessThanOrEqual(10);
      // No call is rejected any more, so the rate rises.
      await vi.advanceTimersByTimeAsync(2_500);
      await slow.done;
    });

    it('continues if every tenth call is rejected at any rate, because others use the account too', async () => {
      const limiter = adaptiveRateLimiter();
      let asked = 0;
      let done = 0;
      async function call(): Promise<void> {
        for (let isRetry = false; ; isRetry = true)
          try {
            await limiter.schedule('iam', isRetry, async () => {
              asked += 1;
              // The duration of an answer.
              await new Promise((resolve) => setTimeout(resolve, 50));
              if (asked % 10 === 0) throw throttled();
            });
            done += 1;
            return;
          } catch (error) {
            if ((error as Error).name !== 'ThrottlingException') throw error;
          }
      }
      const all = Promise.all(Array.from({ length: 1_000 }, call));
      await vi.advanceTimersByTimeAsync(60_000);
      expect(done).toBe(1_000);
      await all;
    });

    it('counts an error of another kind as an answer', async () => {
      const limiter = adaptiveRateLimiter();
      await expect(
        limiter.schedule('s3', false, () => Promise.reject(new Error('NoSuchBucket'))),
      ).rejects.toThrow();
      await calls(limiter, 's3', 100).done;
    });
  });
});

describe('the semaphore', () => {
  it('admits a bounded number in order of arrival, and releases the slot of work that takes too long', async () => {
    const pool = semaphore(2, 20);
    const { started, work, end } = pendingWork();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => pool.run(work(name)));
    await tick();
    expect(started).toEqual(['a', 'b']);
    // Neither work ends. After their deadline the third one starts anyway.
    while (started.length < 3) await tick();
    for (const name of started) end(name);
    expect(await Promise.all([a, b, c])).toEqual(['a', 'b', 'c']);
  });

  it('releases the slot of work that fails', async () => {
    const pool = combineSemaphores([semaphore(1), semaphore(1)]);
    await expect(pool.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await pool.run(async () => 'yes')).toBe('yes');
  });
});
