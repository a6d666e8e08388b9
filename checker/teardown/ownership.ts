import type { LabNames } from '../lab/lab.ts';
import type { JournaledResource } from './journal.ts';
import type { OwnershipProof, Resource } from './resource.ts';

export const nameProof: OwnershipProof = { by: 'name', text: "its name is the lab's" };

/** Derives ownership from a resource's tags. A tag of another seat or another lab rules the resource out. */
export function proofsFromTags(
  tags: Readonly<Record<string, string>>,
  names: LabNames,
): Pick<Resource, 'proofs' | 'notOursBecause'> {
  const { lab, seat } = names.tags;
  if (tags.lab !== undefined && tags.lab !== lab)
    return { proofs: [], notOursBecause: `tagged lab=${tags.lab}: another lab's` };
  if (tags.seat !== undefined && tags.seat !== seat)
    return { proofs: [], notOursBecause: `tagged seat=${tags.seat}: another seat's` };
  if (tags.lab === undefined) return { proofs: [] };
  if (seat !== undefined && tags.seat === undefined)
    return { proofs: [], notOursBecause: `tagged lab=${tags.lab} without a seat: not this seat's` };
  const text = seat === undefined ? `it is tagged lab=${lab}` : `it is tagged lab=${lab}, seat=${seat}`;
  return { proofs: [{ by: 'tag', text }] };
}

/** Earlier, the lab's pipeline itself named the resource. */
export const recordProof: OwnershipProof = {
  by: 'journal',
  text: "an earlier check or teardown saw it as the lab's",
};

/**
 * A proof if an earlier run journaled the same incarnation as the lab's, when all its proofs were still
 * visible.
 */
export function journalProofs(
  resource: Pick<Resource, 'kind' | 'id' | 'incarnation'>,
  journaled: readonly JournaledResource[],
): OwnershipProof[] {
  const same = journaled.some(
    ({ kind, id, incarnation }) =>
      kind === resource.kind && id === resource.id && incarnation === resource.incarnation,
  );
  return same ? [{ by: 'journal', text: 'the journal of an earlier teardown names it' }] : [];
}
