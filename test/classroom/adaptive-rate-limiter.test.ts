import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RateLimiter } from '../../checker/account/rate-limiter.ts';
import { adaptiveRateLimiter } from '../../classroom/adaptive-rate-limiter.ts';
import { combineSemaphores, semaphore } from '../../classroom/semaphore.ts';

const throttled = () => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Work that is under way until it is told to end. */
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

describe('the turns of an account’s calls', () => {
  it('are so many at once over all services, and what was refused goes before what is new', async () => {
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

  describe('by the clock', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
    afterEach(() => void vi.useRealTimers());

    /** How many of so many calls have gone by now. */
    function calls(limiter: RateLimiter, service: string, count: number) {
      let gone = 0;
      const done = Promise.all(
        Array.from({ length: count }, () => limiter.schedule(service, false, async () => void gone++)),
      );
      return { gone: () => gone, done };
    }

    it('slow down for a service that refuses, to what it was seen to take, and for no other', async () => {
      const limiter = adaptiveRateLimiter();
      await calls(limiter, 'iam', 10).done;
      const refused = () =>
        expect(limiter.schedule('iam', false, () => Promise.reject(throttled()))).rejects.toThrow(
          'Rate exceeded',
        );
      // One among ten may be somebody else's doing; four are not.
      for (let count = 0; count < 4; count++) await refused();
      const slow = calls(limiter, 'iam', 30);
      await calls(limiter, 's3', 200).done;
      expect(slow.gone()).toBe(0);
      // It took ten in the last second: now it is asked for nine a second.
      await vi.advanceTimersByTimeAsync(1_000);
      expect(slow.gone()).toBeGreaterThanOrEqual(8);
      expect(slow.gone()).toBeLessThanOrEqual(10);
      // Nothing is refused any more: faster and faster.
      await vi.advanceTimersByTimeAsync(2_500);
      await slow.done;
    });

    it('go on where every tenth call is refused, whatever the rate: others use the account, too', async () => {
      const limiter = adaptiveRateLimiter();
      let asked = 0;
      let done = 0;
      async function call(): Promise<void> {
        for (let isRetry = false; ; isRetry = true)
          try {
            await limiter.schedule('iam', isRetry, async () => {
              asked += 1;
              // As long as an answer takes.
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

    it('take an error of another kind for an answer', async () => {
      const limiter = adaptiveRateLimiter();
      await expect(
        limiter.schedule('s3', false, () => Promise.reject(new Error('NoSuchBucket'))),
      ).rejects.toThrow();
      await calls(limiter, 's3', 100).done;
    });
  });
});

describe('places', () => {
  it('are so many, in the order of coming, and what takes too long gives its own away', async () => {
    const pool = semaphore(2, 20);
    const { started, work, end } = pendingWork();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => pool.run(work(name)));
    await tick();
    expect(started).toEqual(['a', 'b']);
    // Neither ends: after their patience the third begins all the same.
    while (started.length < 3) await tick();
    for (const name of started) end(name);
    expect(await Promise.all([a, b, c])).toEqual(['a', 'b', 'c']);
  });

  it('are freed by what fails', async () => {
    const pool = combineSemaphores([semaphore(1), semaphore(1)]);
    await expect(pool.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await pool.run(async () => 'yes')).toBe('yes');
  });
});
