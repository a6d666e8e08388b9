import type { Trouble } from '../../checker/account/fact.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { openJournal, recordOf } from '../../checker/teardown/journal.ts';
import type { Kept, Plan } from '../../checker/teardown/plan.ts';
import { byHand, told } from '../../checker/teardown/report/words.ts';
import type { Result } from '../../checker/teardown/teardown.ts';
import type { KindName } from '../../checker/teardown/thing.ts';
import type { Seat } from '../seat.ts';
import type { Looks } from './twice.ts';
import type { Course, LookedAt, Place } from './types.ts';

export const seatStates = [
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
 * What came of a seat. `clean`: two looks in a row found nothing of what was there. `not-begun`: they found nothing,
 * and nothing says that there ever was anything. `left`: something of it is still there. `denied`, `unknown`: it
 * could not be looked at, or not everything could be done. `changed`: it is not as it was when the plan was
 * confirmed, and nothing of it was deleted. `planned`: nobody has confirmed anything; nothing was deleted.
 */
export type SeatState = (typeof seatStates)[number];

/** Something of the lab that is still there. */
export interface Left {
  kind: KindName;
  name: string;
  region: string;
  why?: string;
  /** How a person deletes it, where a person has to look whether it may go. */
  byHand?: string;
}

/** One region of a seat, when all was done. */
export interface PlaceOutcome {
  region: string;
  result: Result;
  /** Undefined where it was looked at once, for the plan. */
  looks?: Looks;
}

export interface SeatOutcome {
  seat: Seat;
  account?: string;
  state: SeatState;
  /** As a teardown of this seat alone would end. */
  exit: Result['exit'];
  /** What stood in the way, or what has changed, a line each. */
  why: string[];
  left: Left[];
  /** What the plan had kept and no look speaks of any more: it stays, and is not the seat's alone. */
  stays: Left[];
  /** When both looks that found nothing had ended, everywhere that the seat was used; milliseconds since the epoch. */
  looks?: [first: number, second: number];
  places: PlaceOutcome[];
  course?: Course;
}

const planOf = ({ result, looks }: PlaceOutcome): Plan | undefined =>
  looks?.last ?? result.proof?.plan ?? result.plan;

/** The managed policy's name is the same for all seats: one that nothing else ties to the seat is not its own. */
const isOwn = ({ thing }: Kept, policy: string) =>
  thing.kind !== 'policy' || thing.name !== policy || thing.proofs.some(({ by }) => by !== 'name');

function leftIn(seat: Seat, account: string, place: PlaceOutcome): Left[] {
  const { region, result, looks } = place;
  const { policy } = namesOf({ region, branch: seat.branch, seat: seat.id }, account);
  const whyOf = (name: string) => {
    const done = result.done?.find(({ thing }) => thing.name === name);
    return done?.why ?? (done?.trouble === undefined ? undefined : told(done.trouble));
  };
  const remaining = result.proof?.remaining ?? [];
  const back = (looks?.last.go ?? []).filter(({ name }) => !remaining.some((one) => one.name === name));
  const kept = (planOf(place)?.kept ?? []).filter((one) => isOwn(one, policy));
  return [
    ...[...remaining, ...back].map(({ kind, name }) => {
      const why = whyOf(name);
      return { kind, name, region, ...(why === undefined ? {} : { why }) };
    }),
    ...kept
      .filter(({ thing }) => !remaining.some(({ name }) => name === thing.name))
      .map(({ thing, why, look }) => {
        const { kind, name } = thing;
        return { kind, name, region, why, ...(look ? { byHand: byHand(thing) } : {}) };
      }),
  ];
}

function staysIn({ region, result }: PlaceOutcome, left: readonly Left[]): Left[] {
  return (result.plan?.kept ?? [])
    .filter(({ thing }) => thing.kind !== 'policy' && !left.some(({ name }) => name === thing.name))
    .map(({ thing, why, look }) => ({
      ...{ kind: thing.kind, name: thing.name, region, why },
      ...(look ? { byHand: byHand(thing) } : {}),
    }));
}

function troublesIn(place: PlaceOutcome): Trouble[] {
  const failed = (place.result.done ?? []).flatMap(({ state, trouble }) =>
    state === 'failed' && trouble !== undefined ? [trouble] : [],
  );
  return [...failed, ...(planOf(place)?.untold ?? []), ...(place.result.proof?.untold ?? [])].flatMap(
    (one) => ('trouble' in one ? [one.trouble] : [one]),
  );
}

/** Whether anything says that the seat was ever used. */
function hasBegun(places: readonly Place[], left: readonly Left[], course: Course | undefined): boolean {
  if (course?.begun || left.length > 0) return true;
  return places.some(
    ({ options, look }) =>
      options.record !== undefined ||
      (look.plan?.go.length ?? 0) > 0 ||
      recordOf(openJournal(options.journal)) !== undefined,
  );
}

const exits: Record<SeatState, Result['exit']> = {
  ...{ denied: 3, unknown: 3, stopped: 130, changed: 1, left: 1, declined: 1 },
  ...{ planned: 0, clean: 0, 'not-begun': 0 },
};

function stateOf(
  results: readonly Result[],
  {
    troubles,
    left,
    twice,
    begun,
  }: { troubles: readonly Trouble[]; left: readonly Left[]; twice: boolean; begun: boolean },
): SeatState {
  const some = (...states: Result['state'][]) => results.some(({ state }) => states.includes(state));
  if (some('stopped')) return 'stopped';
  if (troubles.some(({ cause }) => cause === 'denied')) return 'denied';
  if (troubles.length > 0) return 'unknown';
  if (some('changed')) return 'changed';
  if (some('declined')) return 'declined';
  if (some('planned', 'unconfirmed')) return 'planned';
  if (left.length > 0) return 'left';
  // Nothing of it was seen, but not twice in a row: nobody knows.
  if (!twice) return 'unknown';
  return begun ? 'clean' : 'not-begun';
}

/** What came of a seat: `settled` are its regions, `more` what else stood in the way. */
export function outcomeOf(
  { seat, account, places, troubles }: LookedAt,
  settled: readonly PlaceOutcome[],
  more: readonly Trouble[],
  course: Course | undefined,
): SeatOutcome {
  const all = [...troubles, ...more, ...settled.flatMap(troublesIn)];
  const untouched = settled.some(({ result }) =>
    ['planned', 'unconfirmed', 'declined'].includes(result.state),
  );
  const left = untouched ? [] : settled.flatMap((place) => leftIn(seat, account?.id ?? '', place));
  const stays = untouched ? [] : settled.flatMap((place) => staysIn(place, left));
  const clean = settled.map(({ looks }) => looks?.clean ?? []);
  const twice = clean.length > 0 && clean.every(({ length }) => length === 2);
  const results = settled.map(({ result }) => result);
  const state = stateOf(results, {
    ...{ troubles: all, left, twice },
    begun: hasBegun(places, left, course) || settled.some(({ looks }) => looks?.saw),
  });
  const again = state === 'unknown' && all.length === 0 ? ['no two looks in a row found nothing'] : [];
  const why = [...all.map(told), ...results.flatMap(({ differences = [] }) => differences), ...again];
  return {
    seat,
    ...(account === undefined ? {} : { account: account.id }),
    ...{ state, exit: exits[state], why: [...new Set(why)], left, stays, places: [...settled] },
    ...(twice
      ? { looks: [0, 1].map((nth) => Math.max(...clean.map((one) => one[nth] ?? 0))) as [number, number] }
      : {}),
    ...(course === undefined ? {} : { course }),
  };
}
