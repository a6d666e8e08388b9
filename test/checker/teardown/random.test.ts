import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Bases } from './random/base-account.ts';
import { draws, readable } from './random/draw.ts';
import { tryOut } from './random/run.ts';

// The long tier takes more accounts, from a seed that differs every day. A failure names its seed.
const seed = Number(process.env.TEARDOWN_SEED ?? 7);
const numRuns = Number(process.env.TEARDOWN_RUNS ?? 20);

let bases: Bases;
beforeAll(async () => {
  bases = await Bases.start();
});
afterAll(() => bases.close());

it('in any account the lab is deleted and nothing else, and every run says what is left', async () => {
  await fc.assert(
    fc.asyncProperty(draws, async (draw) => {
      const violations = await tryOut(bases, draw);
      const lines = violations.map(({ invariant, text }) => `invariant ${invariant}: ${text}`);
      if (lines.length > 0) expect.fail(`TEARDOWN_SEED=${seed}\n${readable(draw)}\n${lines.join('\n')}`);
    }),
    { seed, numRuns, endOnFailure: true },
  );
}, 3_600_000);
