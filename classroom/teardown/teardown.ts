import { setMaxListeners } from 'node:events';
import { defined } from '../../base/defined.ts';
import type { CallError } from '../../checker/account/fact.ts';
import { Stopped } from '../../checker/account/write/errors.ts';
import { differences } from '../../checker/teardown/difference.ts';
import { openJournal, plannedResources, toJournaled } from '../../checker/teardown/journal.ts';
import { digestOfRegions, teardownRegions } from '../../checker/teardown/regions.ts';
import { type TeardownResult, teardown } from '../../checker/teardown/teardown.ts';
import type { Semaphore } from '../account-pool/semaphore.ts';
import { confirmEmpty, isClean } from './confirm-empty.ts';
import { type Consent, requestConsent } from './consent.ts';
import { classJournalFile, openClassJournal, unfinishedClass } from './journal.ts';
import { localError } from './local-error.ts';
import { openAccounts } from './open-accounts.ts';
import type { ClassTeardownOptions } from './options.ts';
import { outcomeOf, type RegionOutcome, type SeatOutcome } from './outcome.ts';
import { digestOf, hasDeletions, partKey, partsIn, scanSeat } from './plan.ts';
import type { ClassPlan, ScannedSeat, SeatRegion } from './types.ts';

/** The result for a whole class. Times are milliseconds since the epoch. */
export interface ClassTeardownResult {
  class: string;
  state: 'planned' | 'unconfirmed' | 'declined' | 'changed' | 'done' | 'stopped';
  /**
   * 0 where everything is absent, or for a dry run; otherwise the worst exit code of all seats. 4 where the
   * credentials opened no account.
   */
  exit: TeardownResult['exit'] | 4;
  /** The digest that confirms the plan; undefined where nothing would be deleted. */
  digest?: string;
  /** `resume` was set, but this machine has no unfinished teardown of the class. */
  nothingOpen?: true;
  seats: SeatOutcome[];
  began: number;
  ended: number;
}

const severity: readonly TeardownResult['exit'][] = [0, 2, 1, 3, 130];
const worstExit = (exits: readonly TeardownResult['exit'][]) =>
  exits.reduce((a, b) => (severity.indexOf(b) > severity.indexOf(a) ? b : a), 0);

/**
 * Journals the confirmation in each seat's journal before the first delete, so that every seat can be
 * resumed.
 */
function recordConfirmation(plan: ClassPlan, consent: Extract<Consent, { given: true }>): void {
  for (const { seat, account, regions } of plan.seats)
    for (const { region, options, preview } of regions.filter(hasDeletions)) {
      const approved = consent.parts.get(partKey({ seat: seat.id, account: account?.id ?? '', region }));
      if (preview.plan === undefined || preview.plan.digest !== approved) continue;
      const resources = preview.plan.toDelete.map((one) =>
        toJournaled(one, preview.plan?.explanations.get(one.id)),
      );
      openJournal(options.journal).write({ event: 'confirmed', digest: approved, resources });
    }
}

/** Deletes a seat's only region as far as it was confirmed. */
async function deleteRegion(seatRegion: SeatRegion, approved: string | undefined): Promise<TeardownResult> {
  const { options, preview } = seatRegion;
  const { plan: previewPlan } = preview;
  if (hasDeletions(seatRegion) && approved === undefined) {
    const lines = ['what is there now was not in the plan that was confirmed'];
    return { ...preview, state: 'changed', exit: 1, differences: lines };
  }
  // A plan without deletions is never journaled, so an approved digest without an entry had none.
  const nothingPlanned =
    approved !== undefined && plannedResources(openJournal(options.journal), approved) === undefined;
  if (hasDeletions(seatRegion) && nothingPlanned && approved !== previewPlan?.digest) {
    const lines = differences(
      [],
      (previewPlan?.toDelete ?? []).map((one) => toJournaled(one)),
    );
    return { ...preview, state: 'changed', exit: 1, differences: lines };
  }
  return teardown({
    ...options,
    ...defined({ scannedPlan: previewPlan, confirm: approved }),
  });
}

/** No region of the seat is torn down: they can share resources, and one of them was not in the confirmed plan. */
function changedRegions(
  regions: readonly SeatRegion[],
  isUnplanned: (region: SeatRegion) => boolean,
): TeardownResult[] {
  const found = regions.filter(isUnplanned).map(({ region }) => region);
  const lines = [`what is there now in ${found.join(', ')} was not in the plan that was confirmed`];
  return regions.map(({ preview }) => ({ ...preview, state: 'changed', exit: 1, differences: lines }));
}

/** Deletes a seat's regions together, so that what they share goes after the pipelines of all of them. */
async function deleteSeat(
  regions: readonly SeatRegion[],
  approvedOf: (region: SeatRegion) => string | undefined,
): Promise<TeardownResult[]> {
  const [only, ...more] = regions;
  const plans = regions.flatMap(({ preview: { plan } }) => plan ?? []);
  if (only === undefined) return [];
  if (more.length === 0 || plans.length < regions.length) {
    const results: TeardownResult[] = [];
    for (const one of regions) results.push(await deleteRegion(one, approvedOf(one)));
    return results;
  }
  const isUnplanned = (one: SeatRegion) => hasDeletions(one) && approvedOf(one) === undefined;
  if (regions.some(isUnplanned)) return changedRegions(regions, isUnplanned);
  const approved = regions.map((one) => ({
    region: one.region,
    digest: approvedOf(one) ?? one.preview.plan?.digest ?? '',
  }));
  const { results } = await teardownRegions({
    regions: regions.map(({ options }) => options),
    scannedPlans: plans,
    confirm: digestOfRegions(approved),
  });
  return results;
}

/** Confirms with a second scan that nothing is left in a region. */
async function confirmRegion(
  { region, options, at }: SeatRegion,
  result: TeardownResult,
  semaphore: Semaphore,
  { scanIntervalMs = 5_000, waitMs = 60_000 }: ClassTeardownOptions,
): Promise<RegionOutcome> {
  if (result.state !== 'done' && result.state !== 'nothing') return { region, result };
  const plan = result.verification?.plan ?? result.plan;
  // What remains or could not be determined is already in the result.
  const first = plan === undefined || result.verification?.verified === false ? undefined : plan;
  if (first === undefined || !isClean(first)) return { region, result };
  const lastEmptyAt = result.verification?.at ?? at;
  try {
    return {
      region,
      result,
      confirmation: await confirmEmpty(
        options,
        { plan: first, at: lastEmptyAt },
        { semaphore, scanIntervalMs, waitMs },
      ),
    };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { region, result: { ...result, state: 'stopped', exit: 130 } };
  }
}

/** The outcome of a region in which nothing may be deleted. */
function unchangedOutcome(
  seatRegion: SeatRegion,
  consent: Extract<Consent, { given: false }> | undefined,
): RegionOutcome {
  const { region, preview } = seatRegion;
  if (consent === undefined || preview.state === 'stopped') return { region, result: preview };
  const state = hasDeletions(seatRegion) ? consent.state : 'planned';
  const differences =
    consent.state === 'changed' && hasDeletions(seatRegion) ? { differences: [consent.why] } : {};
  return { region, result: { ...preview, state, ...differences } };
}

async function finishSeat(
  scanned: ScannedSeat,
  consent: Consent | undefined,
  options: ClassTeardownOptions,
): Promise<SeatOutcome> {
  const { seat, account, regions } = scanned;
  const finished: RegionOutcome[] = [];
  const otherErrors: CallError[] = [];
  if (consent?.given === false || options.dryRun)
    for (const seatRegion of account === undefined ? [] : regions)
      finished.push(unchangedOutcome(seatRegion, consent?.given === false ? consent : undefined));
  else if (account !== undefined)
    try {
      const { semaphore, id } = account;
      const approvedOf = ({ region }: SeatRegion) =>
        consent?.parts.get(partKey({ seat: seat.id, account: id, region }));
      const results = await semaphore.run(() => deleteSeat(regions, approvedOf));
      for (const [at, seatRegion] of regions.entries()) {
        const result = results[at];
        if (result !== undefined) finished.push(await confirmRegion(seatRegion, result, semaphore, options));
      }
    } catch (error) {
      otherErrors.push(localError(error));
    }
  const outcome = outcomeOf(scanned, finished, otherErrors, options.progress?.(seat.id));
  options.onSeat?.(outcome);
  return outcome;
}

function stateOf(
  seats: readonly SeatOutcome[],
  consent: Consent | undefined,
  dryRun: boolean,
): ClassTeardownResult['state'] {
  if (seats.some(({ state }) => state === 'stopped')) return 'stopped';
  if (dryRun) return 'planned';
  return consent?.given === false ? consent.state : 'done';
}

/**
 * Removes everything that a class created, and verifies it: scans all seats, asks for confirmation once, and
 * tears down the seats concurrently. An error of one seat is that seat's outcome; the others continue. Each
 * seat is scanned again before its first delete. Rejects only with what `confirm` or `onPlan` throw, and with
 * UnknownVersion.
 */
export async function teardownClass(options: ClassTeardownOptions): Promise<ClassTeardownResult> {
  const { roster, only, clientsOf, home, target, dryRun = false } = options;
  const began = Date.now();
  const journal = openClassJournal(classJournalFile(home, roster.class, target));
  // Reading refuses a journal of another version before any seat is scanned.
  journal.read();
  // Every call in flight adds a listener to the signal, so Node's warning about many listeners is switched
  // off.
  if (options.signal !== undefined) setMaxListeners(0, options.signal);
  const wanted = roster.seats.filter(({ id }) => only?.includes(id) ?? true);
  const seatAccounts = await openAccounts(wanted, roster, clientsOf, options.signal);
  let scannedCount = 0;
  const scannedSeats = await Promise.all(
    seatAccounts.map(async (one) => {
      const seat = await scanSeat(one, options);
      options.onScanned?.(++scannedCount, seatAccounts.length);
      return seat;
    }),
  );
  const digest = digestOf(scannedSeats);
  const plan: ClassPlan = {
    class: roster.class,
    seats: scannedSeats,
    ...defined({ digest }),
  };
  const nothingOpen = options.resume === true && unfinishedClass(journal) === undefined;
  if (digest !== undefined) journal.write({ event: 'planned', digest, parts: partsIn(scannedSeats) });
  options.onPlan?.(plan);

  const stopped = scannedSeats.some(({ regions }) =>
    regions.some(({ preview }) => preview.state === 'stopped'),
  );
  const needsConsent = digest !== undefined && !dryRun && !stopped;
  const consent = needsConsent ? await requestConsent(plan, journal, options) : undefined;
  if (consent?.given && !consent.resumed) {
    const parts = partsIn(scannedSeats).filter((part) => consent.parts.get(partKey(part)) === part.digest);
    journal.write({ event: 'confirmed', digest: consent.digest, parts });
    recordConfirmation(plan, consent);
  }
  const seats = await Promise.all(
    scannedSeats.map((one) => finishSeat(one, consent, { ...options, dryRun: dryRun || stopped })),
  );
  const state = stateOf(seats, consent, dryRun);
  const exits = seats.map(({ exit }) => exit);
  if (state === 'unconfirmed') exits.push(2);
  const noAccountOpened = scannedSeats.every(
    ({ account, errors }) => !account && errors[0]?.credentials !== undefined,
  );
  const exit = noAccountOpened && scannedSeats.length > 0 ? 4 : worstExit(exits);
  const unfinished = unfinishedClass(journal);
  const isDone = (id: string) => seats.find(({ seat }) => seat.id === id)?.exit === 0;
  if (state === 'done' && unfinished?.parts.every(({ seat }) => isDone(seat)))
    journal.write({ event: 'ended', digest: unfinished.digest });
  return {
    class: roster.class,
    state,
    exit,
    seats,
    began,
    ended: Date.now(),
    ...defined({ digest }),
    ...(nothingOpen ? { nothingOpen } : {}),
  };
}
