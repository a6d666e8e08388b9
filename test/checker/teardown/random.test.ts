import fc from 'fast-check';
import { expect, it } from 'vitest';
import { teardown } from '../../../checker/teardown/index.ts';
import { build } from './build-account.ts';
import { accounts } from './random-accounts.ts';
import { everything, openTeardownSession } from './teardown-session.ts';

// The long tier takes more accounts, from a seed that differs every day. A failure names its seed.
const seed = Number(process.env.SWEEP_SEED ?? 7);
const numRuns = Number(process.env.SWEEP_RUNS ?? 25);

it('in any account the lab is deleted and nothing else, the plan lists what stays, and a second run does nothing', async () => {
  await fc.assert(
    fc.asyncProperty(accounts, async (account) => {
      const { lab, created, close } = await build(account);
      const session = openTeardownSession(lab.practice);
      try {
        const { confirm: _, ...withoutConfirm } = session.options;
        const before = everything(lab);
        const result = await teardown(session.options);
        expect([result.exit, result.plan?.undetermined]).toEqual([0, []]);
        const after = everything(lab);
        for (const { what, keys, outcome } of created) {
          const now = keys.map((key) => [key, after.get(key)]);
          const then = keys.map((key) => [key, outcome === 'goes' ? undefined : before.get(key)]);
          expect([what, outcome, now]).toEqual([what, outcome, then]);
        }
        const kept =
          (result.verification?.plan ?? result.plan)?.kept.map(({ resource }) => resource.kind) ?? [];
        const staying = created.flatMap(({ outcome, kind }) => (outcome === 'stays' && kind ? [kind] : []));
        for (const kind of new Set(staying)) {
          const count = (types: string[]) => types.filter((each) => each === kind).length;
          expect([kind, count(kept)]).toEqual([kind, count(staying)]);
        }
        const second = await teardown(withoutConfirm);
        expect([second.state, second.exit, everything(lab)]).toEqual(['nothing', 0, after]);
      } finally {
        session.close();
        await close();
      }
    }),
    { seed, numRuns, endOnFailure: true },
  );
}, 600_000);
