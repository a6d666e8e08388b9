import type { LabNames } from '../../lab/lab.ts';
import type { Remembered } from '../journal.ts';
import type { Proof, Thing } from '../thing.ts';

export const byName: Proof = { by: 'name', text: "its name is the lab's" };

/** What a thing's tags say of whose it is. Another seat's or another lab's tag speaks against it. */
export function byTags(
  tags: Readonly<Record<string, string>>,
  names: LabNames,
): Pick<Thing, 'proofs' | 'against'> {
  const { lab, seat } = names.tags;
  if (tags.lab !== undefined && tags.lab !== lab)
    return { proofs: [], against: `tagged lab=${tags.lab}: another lab's` };
  if (tags.seat !== undefined && tags.seat !== seat)
    return { proofs: [], against: `tagged seat=${tags.seat}: another seat's` };
  if (tags.lab === undefined) return { proofs: [] };
  if (seat !== undefined && tags.seat === undefined)
    return { proofs: [], against: `tagged lab=${tags.lab} without a seat: not this seat's` };
  const text = seat === undefined ? `it is tagged lab=${lab}` : `it is tagged lab=${lab}, seat=${seat}`;
  return { proofs: [{ by: 'tag', text }] };
}

/** It was seen while the lab's pipeline still named it. */
export const byRecord: Proof = { by: 'journal', text: "an earlier check or teardown saw it as the lab's" };

/** An earlier run has written the very same thing down as the lab's, while all its proofs could still be seen. */
export function byJournal(
  thing: Pick<Thing, 'kind' | 'id' | 'born'>,
  remembered: readonly Remembered[],
): Proof[] {
  const same = remembered.some(
    ({ kind, id, born }) => kind === thing.kind && id === thing.id && born === thing.born,
  );
  return same ? [{ by: 'journal', text: 'the journal of an earlier teardown names it' }] : [];
}
