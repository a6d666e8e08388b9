import type { Lab } from '../../lab.ts';
import type { Result } from '../teardown.ts';
import type { Thing } from '../thing.ts';
import { stays } from './words.ts';

const thing = ({ kind, id, name, proofs, holds, contents }: Thing) => ({
  kind,
  id,
  name,
  proofs: proofs.map(({ by, text }) => ({ by, text })),
  holds,
  ...(contents === undefined ? {} : { contents }),
});

/** One document about one teardown. `target` is whatever says which account was meant. */
export function json(result: Result, target: object, lab: Lab): string {
  const { plan, proof, done } = result;
  const document = {
    schemaVersion: 1,
    target,
    state: result.state,
    exit: result.exit,
    digest: plan?.digest ?? null,
    delete: (plan?.go ?? []).map(thing),
    kept:
      (proof?.plan ?? plan)?.kept.map((each) => ({ ...thing(each.thing), why: each.why, look: each.look })) ??
      [],
    absent: plan?.absent ?? [],
    unknown: proof?.untold ?? plan?.untold ?? [],
    ...(result.differences === undefined ? {} : { differences: result.differences }),
    ...(done === undefined
      ? {}
      : {
          done: done.map(({ thing: { kind, id, name }, ...rest }) => ({ kind, id, name, ...rest })),
        }),
    ...(proof === undefined
      ? {}
      : {
          proof: {
            proved: proof.proved,
            at: new Date(proof.at).toISOString(),
            gone: proof.seen,
            remaining: proof.remaining,
          },
        }),
    stays: stays(lab),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
