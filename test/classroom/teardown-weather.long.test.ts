import { describe, expect, it } from 'vitest';
import { seatThings, wholeWorld } from '../kit/class-lab.ts';
import { account, classOf, differing, sharedSeats, states, whys } from '../kit/class-teardown.ts';

describe('a class’s teardown in bad weather', () => {
  it('every seat is clean in the end: throttled, broken, cut off', async () => {
    const practice = await account();
    const before = wholeWorld(practice);
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) await seatThings(practice, id);
    const { weather } = practice.world;
    weather?.set({
      limit: { s3: 15, codepipeline: 8, iam: 8, codeconnections: 8 },
      // Others use the account, too.
      throttle: { s3: 0.1, iam: 0.1, codepipeline: 0.1, codeconnections: 0.1 },
      ...{ errors: 0.02, drop: 0.02, halfClose: 0.02, seed: 7 },
    });
    const torn = await classOf(practice, sharedSeats(ids)).run({ waitMs: 20_000 });
    expect([torn.exit, states(torn), whys(torn)]).toEqual([
      0,
      Object.fromEntries(ids.map((id) => [id, 'clean'])),
      {},
    ]);
    expect(differing(before, wholeWorld(practice))).toEqual([]);
    expect(weather?.counts.throttled).toBeGreaterThan(0);
  }, 240_000);
});
