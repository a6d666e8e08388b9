import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Bases } from './random/base-account.ts';
import { corpus } from './random/corpus.ts';
import { type Draw, draws, readable } from './random/draw.ts';
import { tryOut } from './random/run.ts';

// A seed that differs every day. A failure names its seed.
const seed = Number(process.env.TEARDOWN_SEED ?? Math.floor(Date.now() / 86_400_000));
/** The corpus counts too. */
const numRuns = Number(process.env.TEARDOWN_RUNS ?? 300);

let bases: Bases;
beforeAll(async () => {
  bases = await Bases.start();
});
afterAll(() => bases.close());

it('in any account the lab is deleted and nothing else, and every run says what is left', async () => {
  await fc.assert(
    fc.asyncProperty(draws, async (draw) => {
      const violations = await tryOut(bases, draw);
      const lines = violations.map(({ invariant, text }) => `${invariant}: ${text}`);
      if (lines.length > 0)
        expect.fail(`with TEARDOWN_SEED=${seed}, in ${readable(draw)}\nbroke\n${lines.join('\n')}`);
    }),
    // Looking for a smaller account takes a minute or more.
    {
      seed,
      numRuns,
      examples: Object.values(corpus).map((draw): [Draw] => [draw]),
      endOnFailure: process.env.TEARDOWN_SHRINK === undefined,
    },
  );
}, 3_600_000);
