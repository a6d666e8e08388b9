import { setMaxListeners } from 'node:events';
import type { Trouble } from '../../checker/account/fact.ts';
import { Stopped } from '../../checker/account/write/errors.ts';
import { differences } from '../../checker/teardown/difference.ts';
import { openJournal, planned, toRemember } from '../../checker/teardown/journal.ts';
import { type Result, teardown } from '../../checker/teardown/teardown.ts';
import type { Slots } from '../slots.ts';
import { type Consent, consentTo } from './consent.ts';
import { enter } from './enter.ts';
import { classJournalFile, openClassJournal, unfinishedClass } from './journal.ts';
import type { ClassTeardownOptions } from './options.ts';
import { outcomeOf, type PlaceOutcome, type SeatOutcome } from './outcome.ts';
import { digestOf, goes, lookAtSeat, partKey, partsIn } from './plan.ts';
import { faultOf } from './trouble.ts';
import { isClean, lookTwice } from './twice.ts';
import type { ClassPlan, LookedAt, Place } from './types.ts';

/** What came of a whole class. Times are milliseconds since the epoch. */
export interface ClassTorn {
  class: string;
  state: 'planned' | 'unconfirmed' | 'declined' | 'changed' | 'done' | 'stopped';
  /**
   * 0 where absence was seen everywhere, or for a dry run; otherwise the worst of all seats'. 4 where not one account
   * could be opened with the credentials that there are.
   */
  exit: Result['exit'] | 4;
  /** What confirms the plan; absent where nothing would go. */
  digest?: string;
  /** It was asked to go on with a confirmed teardown, and none is open here. */
  nothingOpen?: true;
  seats: SeatOutcome[];
  began: number;
  ended: number;
}

const badness: readonly Result['exit'][] = [0, 2, 1, 3, 130];
const worst = (exits: readonly Result['exit'][]) =>
  exits.reduce((a, b) => (badness.indexOf(b) > badness.indexOf(a) ? b : a), 0);

/** Before the first delete: whatever is never come to can be gone on with. */
function writeDown(plan: ClassPlan, consent: Extract<Consent, { given: true }>): void {
  for (const { seat, account, places } of plan.seats)
    for (const { region, options, look } of places.filter(goes)) {
      const approved = consent.parts.get(partKey({ seat: seat.id, account: account?.id ?? '', region }));
      if (look.plan === undefined || look.plan.digest !== approved) continue;
      const things = look.plan.go.map(toRemember);
      openJournal(options.journal).write({ event: 'confirmed', digest: approved, things });
    }
}

async function carryOut(place: Place, approved: string | undefined): Promise<Result> {
  const { options, look } = place;
  const { plan: seen } = look;
  if (goes(place) && approved === undefined) {
    const lines = ['what is there now was not in the plan that was confirmed'];
    return { ...look, state: 'changed', exit: 1, differences: lines };
  }
  // Where nothing would have gone, nothing was written down.
  const wasEmpty = approved !== undefined && planned(openJournal(options.journal), approved) === undefined;
  if (goes(place) && wasEmpty && approved !== seen?.digest) {
    const lines = differences([], (seen?.go ?? []).map(toRemember));
    return { ...look, state: 'changed', exit: 1, differences: lines };
  }
  return teardown({
    ...options,
    ...(seen === undefined ? {} : { seen }),
    ...(approved === undefined ? {} : { confirm: approved }),
  });
}

/** One region of a seat, to its end: deleted, seen to be gone, and seen so twice. */
async function settle(
  place: Place,
  approved: string | undefined,
  slots: Slots,
  { apartMs = 5_000, waitMs = 60_000 }: ClassTeardownOptions,
): Promise<PlaceOutcome> {
  const { region, options, at } = place;
  const result = await slots.run(() => carryOut(place, approved));
  if (result.state !== 'done' && result.state !== 'nothing') return { region, result };
  const plan = result.proof?.plan ?? result.plan;
  // What is there still, or could not be told, stands in the result.
  const first = plan === undefined || result.proof?.proved === false ? undefined : plan;
  if (first === undefined || !isClean(first)) return { region, result };
  const since = result.proof?.at ?? at;
  try {
    return {
      ...{ region, result },
      looks: await lookTwice(options, { plan: first, at: since }, { slots, apartMs, waitMs }),
    };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { region, result: { ...result, state: 'stopped', exit: 130 } };
  }
}

/** What a region comes to where nothing may be deleted. */
function untouched(place: Place, consent: Extract<Consent, { given: false }> | undefined): PlaceOutcome {
  const { region, look } = place;
  if (consent === undefined || look.state === 'stopped') return { region, result: look };
  const state = goes(place) ? consent.state : 'planned';
  const differences = consent.state === 'changed' && goes(place) ? { differences: [consent.why] } : {};
  return { region, result: { ...look, state, ...differences } };
}

async function settleSeat(
  looked: LookedAt,
  consent: Consent | undefined,
  options: ClassTeardownOptions,
): Promise<SeatOutcome> {
  const { seat, account, places } = looked;
  const settled: PlaceOutcome[] = [];
  const more: Trouble[] = [];
  for (const place of account === undefined ? [] : places) {
    if (consent?.given === false || options.dryRun) {
      settled.push(untouched(place, consent?.given === false ? consent : undefined));
      continue;
    }
    const key = partKey({ seat: seat.id, account: account?.id ?? '', region: place.region });
    try {
      if (account !== undefined)
        settled.push(await settle(place, consent?.parts.get(key), account.slots, options));
    } catch (error) {
      more.push(faultOf(error));
    }
  }
  const outcome = outcomeOf(looked, settled, more, options.course?.(seat.id));
  options.onSeat?.(outcome);
  return outcome;
}

function stateOf(
  seats: readonly SeatOutcome[],
  consent: Consent | undefined,
  dryRun: boolean,
): ClassTorn['state'] {
  if (seats.some(({ state }) => state === 'stopped')) return 'stopped';
  if (dryRun) return 'planned';
  return consent?.given === false ? consent.state : 'done';
}

/**
 * Removes everything that a class made, and proves it: looks at all seats, asks once for all of them, and carries
 * out seat by seat, side by side. What stops one seat is that seat's outcome; the others go on. Each seat is looked
 * at again before anything of it is deleted. Rejects only with what `confirm` or `onPlan` throw, and with UnknownVersion.
 */
export async function teardownClass(options: ClassTeardownOptions): Promise<ClassTorn> {
  const { roster, only, clientsOf, home, target, dryRun = false } = options;
  const began = Date.now();
  const journal = openClassJournal(classJournalFile(home, roster.class, target));
  // A journal of another version is refused before any seat is looked at.
  journal.read();
  // Every call in flight listens to it.
  if (options.signal !== undefined) setMaxListeners(0, options.signal);
  const wanted = roster.seats.filter(({ id }) => only?.includes(id) ?? true);
  const entered = await enter(wanted, roster, clientsOf);
  let seen = 0;
  const looked = await Promise.all(
    entered.map(async (one) => {
      const seat = await lookAtSeat(one, options);
      options.onLooked?.(++seen, entered.length);
      return seat;
    }),
  );
  const digest = digestOf(looked);
  const plan: ClassPlan = {
    ...{ class: roster.class, seats: looked },
    ...(digest === undefined ? {} : { digest }),
  };
  const nothingOpen = options.resume === true && unfinishedClass(journal) === undefined;
  if (digest !== undefined) journal.write({ event: 'planned', digest, parts: partsIn(looked) });
  options.onPlan?.(plan);

  const stopped = looked.some(({ places }) => places.some(({ look }) => look.state === 'stopped'));
  const asked = digest !== undefined && !dryRun && !stopped;
  const consent = asked ? await consentTo(plan, journal, options) : undefined;
  if (consent?.given && !consent.resumed) {
    const parts = partsIn(looked).filter((part) => consent.parts.get(partKey(part)) === part.digest);
    journal.write({ event: 'confirmed', digest: consent.digest, parts });
    writeDown(plan, consent);
  }
  const seats = await Promise.all(
    looked.map((one) => settleSeat(one, consent, { ...options, dryRun: dryRun || stopped })),
  );
  const state = stateOf(seats, consent, dryRun);
  const exits = seats.map(({ exit }) => exit);
  if (state === 'unconfirmed') exits.push(2);
  const closed = looked.every(({ account, troubles }) => !account && troubles[0]?.credentials !== undefined);
  const exit = closed && looked.length > 0 ? 4 : worst(exits);
  const open = unfinishedClass(journal);
  const over = (id: string) => seats.find(({ seat }) => seat.id === id)?.exit === 0;
  if (state === 'done' && open?.parts.every(({ seat }) => over(seat)))
    journal.write({ event: 'ended', digest: open.digest });
  return {
    ...{ class: roster.class, state, exit, seats, began, ended: Date.now() },
    ...(digest === undefined ? {} : { digest }),
    ...(nothingOpen ? { nothingOpen } : {}),
  };
}
