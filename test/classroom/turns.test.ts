import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gate } from '../../checker/account/gate.ts';
import { pace } from '../../classroom/pace.ts';
import { slots, within } from '../../classroom/slots.ts';

const throttled = () => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Work that is under way until it is told to end. */
function held() {
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
    const gate = pace();
    const { started, work, end } = held();
    const all = Array.from({ length: 16 }, (_, at) =>
      gate.pass(at % 2 ? 's3' : 'iam', false, work(`first ${at}`)),
    );
    const fresh = gate.pass('iam', false, work('fresh'));
    const again = gate.pass('iam', true, work('again'));
    await tick();
    expect(started).toHaveLength(16);
    end('first 0');
    await tick();
    expect(started.at(-1)).toBe('again');
    end('first 1');
    await tick();
    expect(started.at(-1)).toBe('fresh');
    for (const name of started) end(name);
    await Promise.all([...all, fresh, again]);
  });

  describe('by the clock', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
    afterEach(() => void vi.useRealTimers());

    /** How many of so many calls have gone by now. */
    function calls(gate: Gate, service: string, count: number) {
      let gone = 0;
      const done = Promise.all(
        Array.from({ length: count }, () => gate.pass(service, false, async () => void gone++)),
      );
      return { gone: () => gone, done };
    }

    it('slow down for a service that refuses, to what it was seen to take, and for no other', async () => {
      const gate = pace();
      await calls(gate, 'iam', 10).done;
      const refused = () =>
        expect(gate.pass('iam', false, () => Promise.reject(throttled()))).rejects.toThrow('Rate exceeded');
      // One among ten may be somebody else's doing; four are not.
      for (let count = 0; count < 4; count++) await refused();
      const slow = calls(gate, 'iam', 30);
      await calls(gate, 's3', 200).done;
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
      const gate = pace();
      let asked = 0;
      let done = 0;
      async function call(): Promise<void> {
        for (let again = false; ; again = true)
          try {
            await gate.pass('iam', again, async () => {
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
      const gate = pace();
      await expect(gate.pass('s3', false, () => Promise.reject(new Error('NoSuchBucket')))).rejects.toThrow();
      await calls(gate, 's3', 100).done;
    });
  });
});

describe('places', () => {
  it('are so many, in the order of coming, and what takes too long gives its own away', async () => {
    const places = slots(2, 20);
    const { started, work, end } = held();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => places.run(work(name)));
    await tick();
    expect(started).toEqual(['a', 'b']);
    // Neither ends: after their patience the third begins all the same.
    while (started.length < 3) await tick();
    for (const name of started) end(name);
    expect(await Promise.all([a, b, c])).toEqual(['a', 'b', 'c']);
  });

  it('are freed by what fails', async () => {
    const places = within([slots(1), slots(1)]);
    await expect(places.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await places.run(async () => 'yes')).toBe('yes');
  });
});
