import { defined } from '../../base/defined.ts';
import type { CallError } from '../../checker/account/fact.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import type { LabRecord } from '../../checker/lab/lab-record.ts';
import { openJournal, recordOf } from '../../checker/teardown/journal.ts';
import { hasUndecided, type KeptResource, type Plan } from '../../checker/teardown/plan.ts';
import { arnOf, errorText, inspection } from '../../checker/teardown/report/phrases.ts';
import type { ResourceTypeName } from '../../checker/teardown/resource.ts';
import type { TeardownResult } from '../../checker/teardown/teardown.ts';
import type { Seat } from '../seat.ts';
import type { EmptyConfirmation } from './confirm-empty.ts';
import type { ScannedSeat, SeatProgress, SeatRegion } from './types.ts';

export const outcomeStates = [
  'denied',
  'unknown',
  'stopped',
  'changed',
  'left',
  'planned',
  'declined',
  'clean',
  'not-begun',
] as const;

/**
 * The outcome of a seat:
 * - `clean`: the seat had resources, and two consecutive scans found none.
 * - `not-begun`: the scans found nothing, and nothing shows that the seat ever had a resource.
 * - `left`: something of the lab still exists, or something that may be the seat's and that is undecided. What stays
 *   for a reason, such as another user, is in `stays`.
 * - `denied`, `unknown`: not everything could be read or deleted.
 * - `changed`: the seat no longer matches the confirmed plan, and nothing of it was deleted.
 * - `planned`: the plan was not confirmed, and nothing was deleted.
 */
export type OutcomeState = (typeof outcomeStates)[number];

/** A resource that still exists. */
export interface Leftover {
  kind: ResourceTypeName;
  name: string;
  region: string;
  why?: string;
  /** How to look at it, where the user has to look or to decide. */
  byHand?: string;
  /** Its ARN, if it may be the seat's and the user has not said whether it is. */
  undecided?: string;
}

/** The outcome of one region of a seat. */
export interface RegionOutcome {
  region: string;
  result: TeardownResult;
  /** Undefined where no scan followed the plan or the deletion. */
  confirmation?: EmptyConfirmation;
}

export interface SeatOutcome {
  seat: Seat;
  account?: string;
  state: OutcomeState;
  /** The exit code that a teardown of only this seat would have. */
  exit: TeardownResult['exit'];
  /** The errors or the changes, one per line. */
  why: string[];
  left: Leftover[];
  /** What the plan kept and is not in `left`. */
  stays: Leftover[];
  /** When the two empty scans had ended in all regions of the seat: milliseconds since the epoch. */
  confirmedAt?: [first: number, second: number];
  regions: RegionOutcome[];
  progress?: SeatProgress;
}

const leftoverOf = ({ resource, why, review }: KeptResource, region: string): Leftover => ({
  kind: resource.kind,
  name: resource.name,
  region,
  why,
  ...(review === 'none' ? {} : { byHand: inspection(resource, region) }),
  ...(review === 'decide' ? { undecided: arnOf(resource, region) } : {}),
});

const lastPlanOf = ({ result, confirmation }: RegionOutcome): Plan | undefined =>
  confirmation?.last ?? result.verification?.plan ?? result.plan;

/**
 * All seats derive the same policy name, so a managed policy with only the name as proof is not the seat's.
 */
const isOwn = ({ resource }: KeptResource, policy: string) =>
  resource.kind !== 'policy' || resource.name !== policy || resource.proofs.some(({ by }) => by !== 'name');

function leftoversIn(seat: Seat, account: string, regionOutcome: RegionOutcome): Leftover[] {
  const { region, result, confirmation } = regionOutcome;
  const { policy } = namesOf({ region, branch: seat.branch, seat: seat.id }, account);
  const whyOf = (name: string) => {
    const done = result.done?.find(({ resource }) => resource.name === name);
    return done?.why ?? (done?.error === undefined ? undefined : errorText(done.error));
  };
  const remaining = result.verification?.remaining ?? [];
  const reappeared = (confirmation?.last.toDelete ?? []).filter(
    ({ name }) => !remaining.some((one) => one.name === name),
  );
  const kept = (lastPlanOf(regionOutcome)?.kept ?? []).filter(
    (one) => one.review === 'decide' && isOwn(one, policy),
  );
  return [
    ...[...remaining, ...reappeared].map(({ kind, name }) => {
      const why = whyOf(name);
      return { kind, name, region, ...defined({ why }) };
    }),
    ...kept
      .filter(({ resource }) => !remaining.some(({ name }) => name === resource.name))
      .map((one) => leftoverOf(one, region)),
  ];
}

function keptIn({ region, result }: RegionOutcome, left: readonly Leftover[]): Leftover[] {
  return (result.plan?.kept ?? [])
    .filter(({ resource }) => resource.kind !== 'policy' && !left.some(({ name }) => name === resource.name))
    .map((one) => leftoverOf(one, region));
}

function errorsIn(regionOutcome: RegionOutcome): CallError[] {
  const failed = (regionOutcome.result.done ?? []).flatMap(({ state, error }) =>
    state === 'failed' && error !== undefined ? [error] : [],
  );
  return [
    ...failed,
    ...(lastPlanOf(regionOutcome)?.undetermined ?? []),
    ...(regionOutcome.result.verification?.undetermined ?? []),
  ].flatMap((one) => ('error' in one ? [one.error] : [one]));
}

/** Whether a record says that the seat had something. What a journal lists as kept, or as not the seat's, says nothing. */
function namesSomething(record: LabRecord | undefined): boolean {
  if (record === undefined) return false;
  const { journal, ...named } = record;
  return (
    Object.keys(named).length > 0 ||
    (journal?.confirmed.length ?? 0) > 0 ||
    (journal?.adopted.length ?? 0) > 0
  );
}

/** Whether anything shows that the seat was ever used. */
function hasBegun(
  regions: readonly SeatRegion[],
  left: readonly Leftover[],
  progress: SeatProgress | undefined,
): boolean {
  if (progress?.begun || left.length > 0) return true;
  return regions.some(
    ({ options, preview }) =>
      namesSomething(options.record) ||
      (preview.plan?.toDelete.length ?? 0) > 0 ||
      namesSomething(recordOf(openJournal(options.journal))),
  );
}

const exits: Record<OutcomeState, TeardownResult['exit']> = {
  denied: 3,
  unknown: 3,
  stopped: 130,
  changed: 1,
  left: 1,
  declined: 1,
  planned: 0,
  clean: 0,
  'not-begun': 0,
};

/** The exit code of a seat. Something undecided makes it 3, also where nothing else is left to do. */
function exitOf(state: OutcomeState, finished: readonly RegionOutcome[]): TeardownResult['exit'] {
  const isUndecided = finished.some((outcome) => {
    const plan = lastPlanOf(outcome);
    return outcome.result.state !== 'unconfirmed' && plan !== undefined && hasUndecided(plan);
  });
  return isUndecided && (state === 'left' || state === 'planned') ? 3 : exits[state];
}

function stateOf(
  results: readonly TeardownResult[],
  {
    errors,
    left,
    isConfirmed,
    begun,
  }: { errors: readonly CallError[]; left: readonly Leftover[]; isConfirmed: boolean; begun: boolean },
): OutcomeState {
  const some = (...states: TeardownResult['state'][]) => results.some(({ state }) => states.includes(state));
  if (some('stopped')) return 'stopped';
  if (errors.some(({ cause }) => cause === 'denied')) return 'denied';
  if (errors.length > 0) return 'unknown';
  if (some('changed')) return 'changed';
  if (some('declined')) return 'declined';
  if (some('planned', 'unconfirmed')) return 'planned';
  if (left.length > 0) return 'left';
  // Nothing was found, but not in two consecutive scans.
  if (!isConfirmed) return 'unknown';
  return begun ? 'clean' : 'not-begun';
}

/** The outcome of a seat. `finished` has the outcomes of its regions, `otherErrors` the local errors. */
export function outcomeOf(
  { seat, account, regions, errors }: ScannedSeat,
  finished: readonly RegionOutcome[],
  otherErrors: readonly CallError[],
  progress: SeatProgress | undefined,
): SeatOutcome {
  const allErrors = [...errors, ...otherErrors, ...finished.flatMap(errorsIn)];
  const untouched = finished.some(({ result }) =>
    ['planned', 'unconfirmed', 'declined'].includes(result.state),
  );
  const left = untouched
    ? []
    : finished.flatMap((regionOutcome) => leftoversIn(seat, account?.id ?? '', regionOutcome));
  const stays = untouched ? [] : finished.flatMap((regionOutcome) => keptIn(regionOutcome, left));
  const emptyScans = finished.map(({ confirmation }) => confirmation?.emptyAt ?? []);
  const isConfirmed = emptyScans.length > 0 && emptyScans.every(({ length }) => length === 2);
  const results = finished.map(({ result }) => result);
  const state = stateOf(results, {
    errors: allErrors,
    left,
    isConfirmed,
    begun:
      hasBegun(regions, left, progress) || finished.some(({ confirmation }) => confirmation?.sawResource),
  });
  const unconfirmed =
    state === 'unknown' && allErrors.length === 0 ? ['no two looks in a row found nothing'] : [];
  const why = [
    ...allErrors.map(errorText),
    ...results.flatMap(({ differences = [] }) => differences),
    ...unconfirmed,
  ];
  return {
    seat,
    ...defined({ account: account?.id }),
    state,
    exit: exitOf(state, finished),
    why: [...new Set(why)],
    left,
    stays,
    regions: [...finished],
    ...(isConfirmed
      ? {
          confirmedAt: [0, 1].map((nth) => Math.max(...emptyScans.map((one) => one[nth] ?? 0))) as [
            number,
            number,
          ],
        }
      : {}),
    ...defined({ progress }),
  };
}
