import type { Leftover, Leftovers } from '../facts/values.ts';
import type { GivenFlags } from '../lab/commands.ts';
import { check } from './check.ts';
import { fail, type Judgement, pass, undetermined, waiting } from './finding.ts';
import { formatList } from './format.ts';
import { isClean, isLeft, keptRemark, leftoversFix, teardownsIn } from './leftovers.ts';

const gone = 'gone';

type Kind = Leftover['kind'];

function foundText(items: readonly Leftover[]): string {
  return items
    .map(({ name, state, why }) =>
      state === 'undecided' ? `${name} may be the lab's: ${why}` : `${name} is still there`,
    )
    .join('; ');
}

/** Judges what is left of some kinds. */
function judgeKinds(
  leftovers: Leftovers,
  kinds: readonly Kind[],
  absentText: string,
  cause: NonNullable<Judgement['cause']>,
  given: GivenFlags = {},
): Judgement {
  const items = leftovers.items.filter(({ kind }) => kinds.includes(kind));
  const left = items.filter(isLeft);
  if (left.length > 0) return fail(gone, foundText(left), leftoversFix(left, leftovers, given), cause);
  const unread = leftovers.undetermined.find(({ kind }) => kinds.includes(kind));
  if (unread !== undefined) return undetermined(gone, unread.error);
  return pass(gone, keptRemark(items) || absentText);
}

interface LeftoverCheck {
  id: string;
  title: string;
  why: string;
  kinds: readonly Kind[];
  /** What is reported when there is none. */
  absentText: string;
  /** The cause's id. */
  cause: NonNullable<Judgement['cause']>;
}

const leftoverChecks: readonly LeftoverCheck[] = [
  {
    id: 'cleanup.pipeline',
    title: 'Nothing left to delete: pipeline',
    why: 'A pipeline that is left goes on reacting to every push, and may be charged for.',
    kinds: ['pipeline'],
    absentText: 'AWS says that it does not exist',
    cause: 'pipeline-left',
  },
  {
    id: 'cleanup.bucket',
    title: 'Nothing left to delete: deploy bucket and its versions',
    why: 'Every version that is kept is stored, and paid for.',
    kinds: ['deploy-bucket'],
    absentText: 'AWS says that it does not exist',
    cause: 'bucket-left',
  },
  {
    id: 'cleanup.artifacts',
    title: 'Nothing left to delete: artifacts',
    why: 'Deleting a pipeline deletes none of the zips that it made.',
    kinds: ['artifacts', 'artifact-bucket'],
    absentText: 'no artifact of the lab is left',
    cause: 'artifacts-left',
  },
  {
    id: 'cleanup.connection',
    title: 'Nothing left to delete: connection',
    why: 'A connection is a standing permission to read your repositories.',
    kinds: ['connection'],
    absentText: 'it is in no list any more',
    cause: 'connection-left',
  },
  {
    id: 'cleanup.role',
    title: 'Nothing left to delete: role and its inline policy',
    why: 'A role that nobody needs any more is a door that nobody watches.',
    kinds: ['role'],
    absentText: 'AWS says that it does not exist',
    cause: 'role-left',
  },
  {
    id: 'cleanup.policy',
    title: 'Nothing left to delete: managed policy',
    why: 'A managed policy outlives the role that it was made for.',
    kinds: ['policy'],
    absentText: 'AWS says that none exists',
    cause: 'policy-left',
  },
];

/** Judges what has the lab's names in other regions. */
function judgeElsewhere({ elsewhere, notSearched }: Leftovers, given: GivenFlags = {}): Judgement {
  const expected = "nothing with the lab's names in any other region";
  const unread = notSearched.map(({ what }) => what);
  if (elsewhere.length === 0)
    return pass(
      expected,
      unread.length === 0 ? 'there is none' : `none was found; not searched: ${formatList(unread)}`,
    );
  const regions = [...new Set(elsewhere.map(({ region }) => region))];
  return fail(
    expected,
    `still there: ${formatList(elsewhere.map(({ title, name, region }) => `${title} ${name} (${region})`))}`,
    teardownsIn(regions, given),
    'left-elsewhere',
  );
}

const elsewhereId = 'cleanup.elsewhere';

/** The judgements of everything that is left, by the ids of their checks. */
export function judgeLeftovers(
  leftovers: Leftovers,
  given: GivenFlags = {},
): (Judgement & { check: string })[] {
  return [
    ...leftoverChecks.map(({ id, kinds, absentText, cause }) => ({
      check: id,
      ...judgeKinds(leftovers, kinds, absentText, cause, given),
    })),
    { check: elsewhereId, ...judgeElsewhere(leftovers, given) },
  ];
}

export const cleanupChecks = [
  check({
    id: 'cleanup.record',
    title: 'There was a lab to remove',
    why: 'An account in which the lab never was looks just like a clean one.',
    required: ['leftovers'],
    raw: ['record'],
    judge({ leftovers, record }) {
      if (record.state === 'known' || !isClean(leftovers)) return undefined;
      return waiting(
        'a record of a lab in this account and region',
        'nothing of the lab is here, and no record that it ever was',
        'Do steps 1 to 8 first. If the lab was made from another machine, there is nothing left of it here.',
      );
    },
  }),
  ...leftoverChecks.map(({ id, title, why, kinds, absentText, cause }) =>
    check({
      id,
      title,
      why,
      required: ['leftovers'],
      judge: ({ leftovers }, { given }) => judgeKinds(leftovers, kinds, absentText, cause, given),
    }),
  ),
  check({
    id: elsewhereId,
    title: 'Nothing of the lab is left in another region',
    why: 'A lab that was begun in another region goes on costing there, and no list of this region shows it.',
    required: ['leftovers'],
    judge: ({ leftovers }, { given }) => judgeElsewhere(leftovers, given),
  }),
];
