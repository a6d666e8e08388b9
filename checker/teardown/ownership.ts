import type { LabNames } from '../lab/lab.ts';
import type { AdoptionView, JournalView, OwnershipProof, UnexplainedContents } from '../lab/lab-record.ts';
import type { Resource } from './resource.ts';

export const nameProof: OwnershipProof = { by: 'name', text: "its name is the lab's" };
export const consoleNameProof: OwnershipProof = {
  by: 'name',
  text: "its name is the one that the console gives for the lab's pipeline",
};

/** The hint of what a check's record names: the record proves nothing, but the lab's pipeline used it then. */
export const recordHint = 'an earlier check saw the lab use it';

/** What a proof rests on. Two proofs that rest on the same fact count once. */
const basisOf: Record<
  OwnershipProof['by'],
  'name' | 'tag' | 'definition' | 'attachment' | 'bucket' | 'whole'
> = {
  name: 'name',
  tag: 'tag',
  pipeline: 'definition',
  definition: 'definition',
  role: 'attachment',
  bucket: 'bucket',
  // A confirmed teardown had two proofs, and the user's own word needs no second.
  journal: 'whole',
  user: 'whole',
};

/** These proofs, and those of the others that say something else. */
export function withProofs(
  proofs: readonly OwnershipProof[],
  others: readonly OwnershipProof[],
): OwnershipProof[] {
  return [...proofs, ...others.filter(({ text }) => !proofs.some((proof) => proof.text === text))];
}

/** Whether these proofs rest on two different facts, or on one that needs no second. */
export function isProven(proofs: readonly OwnershipProof[]): boolean {
  const bases = new Set(proofs.map(({ by }) => basisOf[by]));
  return bases.has('whole') || bases.size >= 2;
}

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

/** Milliseconds for which a confirmed teardown is a proof for what has no incarnation: a day. */
export const confirmationLifetime = 24 * 3600 * 1000;

type Identity = Pick<Resource, 'kind' | 'id' | 'incarnation'>;

export const isBucketKind = (kind: string) => kind === 'deploy-bucket' || kind === 'artifact-bucket';

/**
 * What a resource is recognized by in a later scan. Which of its two types a bucket has can depend on whether its
 * pipeline still exists.
 */
export const resourceKey = ({ kind, id }: { kind: string; id: string }) =>
  `${isBucketKind(kind) ? 'bucket' : kind} ${id}`;

const isSame = (a: { kind: string; id: string }, b: { kind: string; id: string }) =>
  resourceKey(a) === resourceKey(b);

/** The proofs that the journal has for a resource: a confirmed teardown's, or the user's word. */
export function journalProofs(
  resource: Identity,
  { confirmed, open, adopted }: JournalView,
  now = Date.now(),
): OwnershipProof[] {
  const proofs: OwnershipProof[] = [];
  const hasConfirmed = confirmed.some(
    (entry) =>
      isSame(entry, resource) &&
      (resource.incarnation === undefined
        ? open.includes(resourceKey(entry)) && now - Date.parse(entry.at) < confirmationLifetime
        : entry.incarnation === resource.incarnation),
  );
  if (hasConfirmed) proofs.push({ by: 'journal', text: 'a confirmed teardown had proven it' });
  if (adoptionOf(resource, adopted, now) !== undefined)
    proofs.push({ by: 'user', text: "you said that it is the lab's (--adopt)" });
  return proofs;
}

const isNamed = (resource: Identity, entry: AdoptionView) =>
  isSame(entry, resource) && entry.incarnation === resource.incarnation;

/** What has no incarnation cannot be told from a later resource with the same id, so its adoption holds for a day. */
const isValid = ({ incarnation, at }: AdoptionView, now: number) =>
  incarnation !== undefined || now - Date.parse(at) < confirmationLifetime;

/** What the user said of a resource with `--adopt`, if it is still the same resource. */
export const adoptionOf = (
  resource: Identity,
  adopted: JournalView['adopted'],
  now = Date.now(),
): AdoptionView | undefined => adopted.find((entry) => isNamed(resource, entry) && isValid(entry, now));

/** The hint that the user adopted a resource too long ago, for a resource that nothing else connects with the lab. */
export const expiredAdoptionHint = "you said more than a day ago that it is the lab's (--adopt)";

/** The hints that the journal has for a resource. */
export const journalHints = (
  resource: Identity,
  { adopted }: Pick<JournalView, 'adopted'>,
  now = Date.now(),
): string[] =>
  adopted.some((entry) => isNamed(resource, entry) && !isValid(entry, now)) ? [expiredAdoptionHint] : [];

/**
 * Whether the user agreed to delete these entries by adopting the bucket. Once a teardown began to delete them, fewer
 * are left: then none of them may be newer than those that the user agreed to, by S3's own clock.
 */
export function isAgreedTo(
  unexplained: UnexplainedContents | undefined,
  adoption: AdoptionView | undefined,
): boolean {
  if (unexplained === undefined || adoption?.contents === undefined) return false;
  if (adoption.contents === unexplained.fingerprint) return true;
  const { agreed, isBegun } = adoption;
  if (isBegun !== true || agreed === undefined) return false;
  return unexplained.newest <= agreed.newest && unexplained.entries <= agreed.entries;
}

/** What an earlier teardown said when it kept the resource. */
export function keptBefore(
  resource: Pick<Resource, 'kind' | 'id'>,
  { kept }: JournalView,
): Pick<Resource, 'wasKept'> {
  const entry = kept.find((each) => isSame(each, resource));
  return entry === undefined ? {} : { wasKept: { why: entry.why, undecided: entry.unresolved } };
}
