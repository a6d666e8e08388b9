import type { JournalView } from '../lab/lab-record.ts';
import { pipelineNameHint } from './near-name.ts';
import { expiredAdoptionHint, isProven, recordHint, resourceKey } from './ownership.ts';
import type { Resource } from './resource.ts';

export type DeletionDecision =
  | { delete: true }
  /** It stays, and why. `isAdoptable`: only users about whom the user's word can decide keep it. */
  | { delete: false; why: string; review: Review; isAdoptable?: true }
  /** It would be deleted, but it is unknown whether something else uses it or what it contains. */
  | { delete: 'undetermined' }
  /** Nothing suggests that it is the lab's, so no report mentions it. */
  | { delete: 'not-ours' };

/**
 * Whether the user has to look at what stays. `none`: the reason is enough. `look`: it is reported, and changes no
 * verdict. `decide`: it may well be the lab's, so no run is clean until the user says whether it is.
 */
export type Review = 'none' | 'look' | 'decide';

/** Why what the user declared not to be the lab's stays. */
export const notMineReason = "you said that it is not the lab's (--not-mine)";

const kept = (why: string, review: Review): DeletionDecision => ({ delete: false, why, review });

/** Keeps what has other users. `--adopt` can end that if nothing in the account shows that they still need it. */
function keptForUsers({ users, sharedBecause }: Resource): DeletionDecision {
  const isAdoptable = sharedBecause === undefined && users.every(isPolicyUser);
  return {
    delete: false,
    why: `also used by ${users.join(', ')}`,
    review: 'none',
    ...(isAdoptable ? { isAdoptable } : {}),
  };
}

/**
 * Whether a resource that is not proven is connected with the lab so closely that the user has to decide about it. A
 * pipeline that only deploys to the lab's bucket can be a neighbor's, and a policy of the lab's role the company's.
 */
const isStrong = ({ proofs, hints, wasKept }: Resource) =>
  wasKept?.undecided === true ||
  hints.includes(recordHint) ||
  hints.includes(pipelineNameHint) ||
  hints.includes(expiredAdoptionHint) ||
  proofs.some(({ by }) => by !== 'role' && by !== 'definition') ||
  (proofs.some(({ by }) => by === 'definition') && hints.length > 0);

function unprovenReason({ proofs, hints, wasKept }: Resource): string {
  // An earlier teardown's reason stands: what connected it with the lab can be gone by now.
  if (proofs.length === 0) return hints.join('; ') || (wasKept?.why ?? '');
  return `only one fact connects it with the lab: ${proofs.map(({ text }) => text).join(' and ')}`;
}

/**
 * Users that a policy lets in, or that a role's last use shows: nothing in the account shows whether they still need
 * the resource, so the user's word can decide.
 */
export const isPolicyUser = (user: string) =>
  / by its (?:trust|bucket) policy$/.test(user) || user.startsWith('something in ');

/**
 * Decides what to do with a resource. It is deleted only with two independent proofs, no counter-evidence, no other
 * user, and nothing in it that the lab did not put there.
 */
export function decide(resource: Resource, notMine: JournalView['notMine'] = []): DeletionDecision {
  const { proofs, hints, users, contents, wasKept } = resource;
  if (proofs.length === 0 && hints.length === 0 && wasKept === undefined) return { delete: 'not-ours' };
  // A similar name in use by something else is simply another resource's.
  const isKnown = wasKept !== undefined || hints.includes(recordHint) || hints.includes(expiredAdoptionHint);
  if (proofs.length === 0 && users.length > 0 && !isKnown) return { delete: 'not-ours' };
  if (notMine.some((one) => resourceKey(one) === resourceKey(resource))) return kept(notMineReason, 'none');
  if (resource.notOursBecause !== undefined) return kept(resource.notOursBecause, 'none');
  // This comes before the proofs are counted: a report must never suggest deleting a resource that is in use.
  if (users.length > 0) return keptForUsers(resource);
  if (resource.sharedBecause !== undefined) return kept(resource.sharedBecause, 'none');
  if (!isProven(proofs)) return kept(unprovenReason(resource), isStrong(resource) ? 'decide' : 'look');
  if (resource.undetermined.length > 0) return { delete: 'undetermined' };
  if (contents?.unexplained !== undefined) {
    const { entries, keys, isUnknown } = contents.unexplained;
    const examples = keys.slice(0, 3).map((key) => JSON.stringify(key));
    const more = entries > examples.length ? ', …' : '';
    const what = entries === 1 ? '1 object version' : `${entries.toLocaleString('en')} object versions`;
    const why = isUnknown
      ? `it contains ${what}, and no record shows who put them there`
      : `it contains ${what} that the lab did not put there`;
    return kept(`${why}: ${examples.join(', ')}${more}`, 'decide');
  }
  return { delete: true };
}
