import { describe, expect, it } from 'vitest';
import { allRecords, createSeatResources } from '../kit/class-lab.ts';
import {
  classTeardown,
  differing,
  practiceAccount,
  reasons,
  sharedSeats,
  states,
} from '../kit/class-teardown.ts';

describe("a class's teardown with injected faults", () => {
  it('leaves every seat clean in the end: throttled, failing, disconnected', async () => {
    const practice = await practiceAccount();
    const before = allRecords(practice);
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) await createSeatResources(practice, id);
    const { faultInjection } = practice.emulator;
    faultInjection?.set({
      limit: { s3: 15, codepipeline: 8, iam: 8, codeconnections: 8 },
      // Others use the account too.
      throttle: { s3: 0.1, iam: 0.1, codepipeline: 0.1, codeconnections: 0.1 },
      errors: 0.02,
      drop: 0.02,
      halfClose: 0.02,
      seed: 7,
    });
    const result = await classTeardown(practice, sharedSeats(ids)).run({ waitMs: 20_000 });
    expect([result.exit, states(result), reasons(result)]).toEqual([
      0,
      Object.fromEntries(ids.map((id) => [id, 'clean'])),
      {},
    ]);
    expect(differing(before, allRecords(practice))).toEqual([]);
    expect(faultInjection?.counts.throttled).toBeGreaterThan(0);
  }, 240_000);
});
