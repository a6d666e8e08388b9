import { defined } from '../../../base/defined.ts';
import type { CallError } from '../../account/fact.ts';
import type { Lab } from '../../lab/lab.ts';
import type { TeardownResult } from '../finish.ts';
import type { RegionsResult } from '../regions.ts';
import type { Resource } from '../resource.ts';
import { notRemoved } from './phrases.ts';

const resourceDocument = ({ kind, id, name, proofs, holds, contents }: Resource) => ({
  kind,
  id,
  name,
  proofs: proofs.map(({ by, text }) => ({ by, text })),
  holds,
  ...defined({ contents }),
});

/** The document calls an error `trouble`. */
const withTrouble = <T extends { error?: CallError }>({ error, ...rest }: T) => ({
  ...rest,
  ...defined({ trouble: error }),
});

/** The JSON document of one region's teardown. */
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
        look: each.review !== 'none',
        undecided: each.review === 'decide',
        ...(each.resource.users.length === 0 ? {} : { users: each.resource.users }),
        ...(each.deployed === undefined ? {} : { deployed: withTrouble(each.deployed) }),
      })) ?? [],
    elsewhere: (verification?.plan ?? plan)?.elsewhere ?? [],
    notSearched: ((verification?.plan ?? plan)?.limits ?? []).map(({ what, why }) => ({ what, why })),
    absent: plan?.absent ?? [],
    unknown: (verification?.undetermined ?? plan?.undetermined ?? []).map(withTrouble),
    ...defined({
      differences: result.differences,
      done: done?.map(({ resource: { kind, id, name }, ...rest }) => ({
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
            gone: verification.absent.map(({ id: _, ...absent }) => absent),
            remaining: verification.remaining.map(({ kind, name }) => ({ kind, name })),
          },
        }),
    stays: notRemoved(lab),
  };
}

/** The target that the document names, and the lab in it. */
interface DocumentTarget {
  target: object;
  lab: Lab;
}

/**
 * The document of a whole teardown: that of the lab's own region, with one per other region under
 * `otherRegions`. `digest` and `exit` are those of all regions together. `targets` has the order of
 * `results`.
 */
export function json(
  { results, digest, exit, regionsError }: RegionsResult,
  targets: readonly DocumentTarget[],
): string {
  const [own, ...others] = results.flatMap((result, index) => {
    const documentTarget = targets[index];
    return documentTarget === undefined
      ? []
      : [documentOf(result, documentTarget.target, documentTarget.lab)];
  });
  const combined = {
    ...own,
    exit,
    digest: digest ?? null,
    ...defined({ otherRegionsUnknown: regionsError }),
  };
  const document = others.length === 0 ? combined : { ...combined, otherRegions: others };
  return `${JSON.stringify(document, null, 2)}\n`;
}
