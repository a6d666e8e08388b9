import type { Resource } from './resource.ts';

export type DeletionDecision =
  | { delete: true }
  /** Not the lab's to delete, and why; `look` when a person should look at it. */
  | { delete: false; why: string; needsReview: boolean }
  /** It would go, but whether something else uses it could not be told. */
  | { delete: 'undetermined' }
  /** No reason to take it for the lab's: not worth a word. */
  | { delete: 'not-ours' };

/** What becomes of a thing: it goes only with two proofs, nothing against it, and nobody else using it. */
export function decide(resource: Resource): DeletionDecision {
  if (resource.proofs.length === 0) return { delete: 'not-ours' };
  if (resource.notOursBecause !== undefined)
    return { delete: false, why: resource.notOursBecause, needsReview: false };
  // Before anything is said of proofs: nobody may be told to look whether they want to delete it by hand.
  if (resource.users.length > 0)
    return { delete: false, why: `also used by ${resource.users.join(', ')}`, needsReview: false };
  const independentProofs = new Set(resource.proofs.map(({ by }) => by));
  if (independentProofs.size < 2) {
    const only = resource.proofs.map(({ text }) => text).join(' and ');
    return { delete: false, why: `only one thing speaks for it: ${only}`, needsReview: true };
  }
  if (isBucket(resource) && !independentProofs.has('name') && !independentProofs.has('tag'))
    return {
      delete: false,
      why: 'neither its name nor a tag says that it was made for this lab',
      needsReview: true,
    };
  return resource.undetermined.length > 0 ? { delete: 'undetermined' } : { delete: true };
}

const isBucket = ({ kind }: Resource) => kind === 'deploy-bucket' || kind === 'artifact-bucket';
