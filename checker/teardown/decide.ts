import type { Resource } from './resource.ts';

export type DeletionDecision =
  | { delete: true }
  /** It stays, and why; `needsReview` when the user should look at it. */
  | { delete: false; why: string; needsReview: boolean }
  /** It would be deleted, but it is unknown whether something else uses it. */
  | { delete: 'undetermined' }
  /** Nothing suggests that it is the lab's, so no report mentions it. */
  | { delete: 'not-ours' };

/** Deletes a resource only if it has two independent proofs, no counter-evidence and no other user. */
export function decide(resource: Resource): DeletionDecision {
  if (resource.proofs.length === 0) return { delete: 'not-ours' };
  if (resource.notOursBecause !== undefined)
    return { delete: false, why: resource.notOursBecause, needsReview: false };
  // This comes before the proofs are counted: a report must never suggest deleting a resource that is in use.
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
