import { type AccountState, belongsTo, type Kind } from './account-state.ts';
import type { Verdict } from './oracle.ts';
import type { Document, Entry } from './product.ts';

/**
 * What has to hold of every run.
 *
 * - `foreign`: what is not the lab's by two proofs, or is in use, is neither deleted nor changed.
 * - `unlisted`: nothing changes that the plan did not list.
 * - `unconfirmed`: a run without a confirmation changes nothing.
 * - `unsaid`: what exists of the lab is in the document.
 * - `near`: a name like the lab's is mentioned.
 * - `forgotten`: a later run says no less than an earlier one about what still exists.
 * - `claim`: exit code 0 and a proof mean that nothing of the lab exists but what is kept for a user.
 * - `plan`: what the plan lists is gone, or a reason is given.
 * - `left`: what is clearly the lab's is gone after a run that nothing disturbed.
 * - `exit`: a run that leaves nothing unclear does not end badly.
 * - `user`: what is kept because it is in use is kept with its user named.
 * - `asked`: a run asks for one confirmation.
 * - `ended`: every run ends, and throws nothing.
 */
export type Invariant =
  | 'foreign'
  | 'unlisted'
  | 'unconfirmed'
  | 'unsaid'
  | 'near'
  | 'forgotten'
  | 'claim'
  | 'plan'
  | 'left'
  | 'exit'
  | 'user'
  | 'asked'
  | 'ended';

/** An invariant that broke, and what was seen. */
export interface Violation {
  invariant: Invariant;
  text: string;
}

export const kindOf = (entry: Entry): Kind =>
  entry.kind.includes('bucket') ? 'bucket' : (entry.kind as Kind);

export const isSame = (entry: Entry, { kind, id, name }: Pick<Verdict, 'kind' | 'id' | 'name'>) =>
  kindOf(entry) === kind &&
  (entry.id === undefined ? entry.name === name || entry.name === id : entry.id === id);

export const isGone = ({ state }: Entry) => state === 'deleted' || state === 'gone already';

/** What the document says still exists, or might. */
export function saidIn({ regions }: Document): Entry[] {
  return regions.flatMap((region) => {
    const gone = (region.done ?? []).filter(isGone);
    const planned = region.delete.filter((entry) => !gone.some((done) => done.id === entry.id));
    const left = (region.done ?? []).filter((entry) => !isGone(entry));
    const elsewhere = region.elsewhere ?? [];
    return [
      ...planned,
      ...left,
      ...region.kept,
      ...region.unknown,
      ...elsewhere,
      ...(region.proof?.remaining ?? []),
    ];
  });
}

export const recordsOf = (state: AccountState, kind: Kind, id: string) => {
  const owns = belongsTo(kind, id);
  return [...state.records].filter(([key, value]) => owns(key, value)).map(([key]) => key);
};

export const exists = (state: AccountState, { kind, id }: { kind: Kind; id: string }) =>
  recordsOf(state, kind, id).length > 0;
