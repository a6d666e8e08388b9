import type { Lab } from '../../lab/lab.ts';
import type { RegionsResult } from '../regions.ts';
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

/** What one region's teardown says. */
export function documentOf(result: Result, target: object, lab: Lab) {
  const { plan, proof, done } = result;
  return {
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
}

/** Whatever says which account and region was meant, and the lab there. */
interface Told {
  target: object;
  lab: Lab;
}

/**
 * One document about one teardown: the lab's own region's, and under `otherRegions` one each for the others that
 * the lab was used in. `digest` and `exit` are those of all of them.
 */
export function json({ results, digest, exit, unlisted }: RegionsResult, told: readonly Told[]): string {
  const [own, ...others] = results.flatMap((result, at) => {
    const about = told[at];
    return about === undefined ? [] : [documentOf(result, about.target, about.lab)];
  });
  const whole = {
    ...own,
    exit,
    digest: digest ?? null,
    ...(unlisted === undefined ? {} : { otherRegionsUnknown: unlisted }),
  };
  const document = others.length === 0 ? whole : { ...whole, otherRegions: others };
  return `${JSON.stringify(document, null, 2)}\n`;
}
