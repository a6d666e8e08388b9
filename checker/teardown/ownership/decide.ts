import type { Thing } from '../thing.ts';

export type Decision =
  | { go: true }
  /** Not the lab's to delete, and why; `look` when a person should look at it. */
  | { go: false; why: string; look: boolean }
  /** It would go, but whether something else uses it could not be told. */
  | { go: 'untold' }
  /** No reason to take it for the lab's: not worth a word. */
  | { go: 'foreign' };

/** What becomes of a thing: it goes only with two proofs, nothing against it, and nobody else using it. */
export function decide(thing: Thing): Decision {
  if (thing.proofs.length === 0) return { go: 'foreign' };
  if (thing.against !== undefined) return { go: false, why: thing.against, look: false };
  // Before anything is said of proofs: nobody may be told to look whether they want to delete it by hand.
  if (thing.users.length > 0)
    return { go: false, why: `also used by ${thing.users.join(', ')}`, look: false };
  const ways = new Set(thing.proofs.map(({ by }) => by));
  if (ways.size < 2) {
    const only = thing.proofs.map(({ text }) => text).join(' and ');
    return { go: false, why: `only one thing speaks for it: ${only}`, look: true };
  }
  if (isBucket(thing) && !ways.has('name') && !ways.has('tag'))
    return { go: false, why: 'neither its name nor a tag says that it was made for this lab', look: true };
  return thing.untold.length > 0 ? { go: 'untold' } : { go: true };
}

const isBucket = ({ kind }: Thing) => kind === 'deploy-bucket' || kind === 'artifact-bucket';
