import fc from 'fast-check';
import { expect, it } from 'vitest';
import { teardown } from '../../../checker/teardown/index.ts';
import { build } from './build-account.ts';
import { accounts } from './random-accounts.ts';
import { everything, openTeardownSession } from './teardown-session.ts';

// The long tier takes more accounts, from a seed that differs every day; what fails names its seed.
const seed = Number(process.env.SWEEP_SEED ?? 7);
const numRuns = Number(process.env.SWEEP_RUNS ?? 25);

it('in any account the lab goes, nothing else does, what stays of it is told, and a second run does nothing', async () => {
  await fc.assert(
    fc.asyncProperty(accounts, async (account) => {
      const { lab, made, close } = await build(account);
      const session = openTeardownSession(lab.practice);
      try {
        const { confirm: _, ...unasked } = session.options;
        const before = everything(lab);
        const result = await teardown(session.options);
        expect([result.exit, result.plan?.undetermined]).toEqual([0, []]);
        const after = everything(lab);
        for (const { what, keys, fate } of made) {
          const now = keys.map((key) => [key, after.get(key)]);
          const then = keys.map((key) => [key, fate === 'goes' ? undefined : before.get(key)]);
          expect([what, fate, now]).toEqual([what, fate, then]);
        }
        const kept =
          (result.verification?.plan ?? result.plan)?.kept.map(({ resource }) => resource.kind) ?? [];
        const staying = made.flatMap(({ fate, kind }) => (fate === 'stays' && kind ? [kind] : []));
        for (const kind of new Set(staying)) {
          const count = (types: string[]) => types.filter((each) => each === kind).length;
          expect([kind, count(kept)]).toEqual([kind, count(staying)]);
        }
        const second = await teardown(unasked);
        expect([second.state, second.exit, everything(lab)]).toEqual(['nothing', 0, after]);
      } finally {
        session.close();
        await close();
      }
    }),
    { seed, numRuns, endOnFailure: true },
  );
}, 600_000);
