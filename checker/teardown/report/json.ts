import type { CallError } from '../../account/fact.ts';
import type { Lab } from '../../lab/lab.ts';
import type { RegionsResult } from '../regions.ts';
import type { Resource } from '../resource.ts';
import type { TeardownResult } from '../teardown.ts';
import { notRemoved } from './phrases.ts';

const resourceDocument = ({ kind, id, name, proofs, holds, contents }: Resource) => ({
  kind,
  id,
  name,
  proofs: proofs.map(({ by, text }) => ({ by, text })),
  holds,
  ...(contents === undefined ? {} : { contents }),
});

/** The document's name for an error is `trouble`. */
const withTrouble = <T extends { error?: CallError }>({ error, ...rest }: T) => ({
  ...rest,
  ...(error === undefined ? {} : { trouble: error }),
});

/** What one region's teardown says. */
export function documentOf(result: TeardownResult, target: object, lab: Lab) {
  const { plan, verification, done } = result;
  return {
    schemaVersion: 1,
    target,
    state: result.state,
    exit: result.exit,
    digest: plan?.digest ?? null,
    delete: (plan?.toDelete ?? []).map(resourceDocument),
    kept:
      (verification?.plan ?? plan)?.kept.map((each) => ({
        ...resourceDocument(each.resource),
        why: each.why,
        look: each.needsReview,
      })) ?? [],
    absent: plan?.absent ?? [],
    unknown: (verification?.undetermined ?? plan?.undetermined ?? []).map(withTrouble),
    ...(result.differences === undefined ? {} : { differences: result.differences }),
    ...(done === undefined
      ? {}
      : {
          done: done.map(({ resource: { kind, id, name }, ...rest }) => ({
            kind,
            id,
            name,
            ...withTrouble(rest),
          })),
        }),
    ...(verification === undefined
      ? {}
      : {
          proof: {
            proved: verification.verified,
            at: new Date(verification.at).toISOString(),
            gone: verification.absent,
            remaining: verification.remaining,
          },
        }),
    stays: notRemoved(lab),
  };
}

/** Whatever says which account and region was meant, and the lab there. */
interface DocumentTarget {
  target: object;
  lab: Lab;
}

/**
 * One document about one teardown: the lab's own region's, and under `otherRegions` one each for the others that
 * the lab was used in. `digest` and `exit` are those of all of them.
 */
export function json(
  { results, digest, exit, regionsError }: RegionsResult,
  targets: readonly DocumentTarget[],
): string {
  const [own, ...others] = results.flatMap((result, at) => {
    const about = targets[at];
    return about === undefined ? [] : [documentOf(result, about.target, about.lab)];
  });
  const combined = {
    ...own,
    exit,
    digest: digest ?? null,
    ...(regionsError === undefined ? {} : { otherRegionsUnknown: regionsError }),
  };
  const document = others.length === 0 ? combined : { ...combined, otherRegions: others };
  return `${JSON.stringify(document, null, 2)}\n`;
}
