import { defined } from '../base/defined.ts';
import type { StepId } from '../checker/lab/lab.ts';
import { type Verdict, worst } from '../checker/steps/finding.ts';
import type { Seat } from './seat.ts';
import type { SeatPoll } from './seat-poll.ts';
import { blockingFindingOf, findingKeyOf, type SeatStatus, seatStatusOf } from './seat-status.ts';

/** A learner's request for help (`lab hand`), as the evidence contains it. */
export interface HelpRequest {
  text: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** What is kept of a seat between polls. Times are milliseconds since the epoch. */
export interface SeatState {
  standing: SeatStatus;
  /** When the status last changed. */
  since: number;
  /** The finding that the seat is at, and when it was first seen there. `face` is its `findingKeyOf`. */
  at?: { face: string; step: StepId; title: string; since: number };
  /** When a poll last read the seat, and the verdict of each step then. */
  seen?: { at: number; steps: Partial<Record<StepId, Verdict>> };
  /** When all steps were first seen to pass. */
  done?: number;
  hand?: HelpRequest;
}

/** What is kept of a class between polls. */
export interface ClassState {
  schemaVersion: 1;
  class: string;
  /** When the last poll ended: milliseconds since the epoch. */
  looked?: number;
  rounds: number;
  seats: Record<string, SeatState>;
}

export const newState = (name: string): ClassState => ({
  schemaVersion: 1,
  class: name,
  rounds: 0,
  seats: {},
});

/** A difference from the poll before. */
export type Change = { seat: string } & (
  | { kind: 'step'; step: StepId; from: Verdict; to: Verdict }
  | { kind: 'standing'; from: SeatStatus; to: SeatStatus }
  | { kind: 'finding'; step: StepId; title: string }
  | { kind: 'hand'; up: boolean; text: string }
);

/** The default time after which a seat at the same finding is stuck: milliseconds. */
export const defaultStuckAfterMs = 10 * 60_000;

export interface AdvanceOptions {
  now: number;
  stuckAfterMs?: number;
  /** Help requests by seat, where evidence has them: undefined for a request that was withdrawn. */
  helpRequests?: ReadonlyMap<string, HelpRequest | undefined>;
}

function nextSeatState(
  poll: SeatPoll,
  before: SeatState | undefined,
  { now, stuckAfterMs, helpRequests }: AdvanceOptions,
): SeatState {
  const blocking = poll.kind === 'seen' ? blockingFindingOf(poll) : undefined;
  const findingKey = blocking === undefined ? undefined : findingKeyOf(blocking);
  const at =
    blocking === undefined || findingKey === undefined
      ? undefined
      : {
          face: findingKey,
          step: blocking.step.id,
          title: blocking.finding.title,
          since: before?.at?.face === findingKey ? before.at.since : poll.at,
        };
  // A seat whose poll failed keeps its finding.
  const lastAt = poll.kind === 'failed' ? before?.at : at;
  const statusOptions = {
    now,
    since: at?.since ?? now,
    stuckAfterMs: stuckAfterMs ?? defaultStuckAfterMs,
    done: before?.done !== undefined,
  };
  const standing = seatStatusOf(poll, statusOptions);
  const seen =
    poll.kind === 'failed'
      ? before?.seen
      : { at: poll.at, steps: Object.fromEntries(poll.run.steps.map(({ id, verdict }) => [id, verdict])) };
  const hand = helpRequests?.has(poll.seat) ? helpRequests.get(poll.seat) : before?.hand;
  const done = before?.done ?? (standing === 'done' ? poll.at : undefined);
  return {
    standing,
    since: before?.standing === standing ? before.since : poll.at,
    ...defined({ at: lastAt, seen, done, hand }),
  };
}

function changesOf(seat: string, before: SeatState, after: SeatState): Change[] {
  const changes: Change[] = [];
  const stepsBefore = before.seen?.steps ?? {};
  for (const [step, to] of Object.entries(after.seen?.steps ?? {}) as [StepId, Verdict][]) {
    const from = stepsBefore[step];
    if (from !== undefined && from !== to) changes.push({ seat, kind: 'step', step, from, to });
  }
  // A changed step already implies a changed finding.
  const hasStepChange = changes.length > 0;
  if (after.at !== undefined && before.at?.face !== after.at.face && !hasStepChange)
    changes.push({ seat, kind: 'finding', step: after.at.step, title: after.at.title });
  if (before.standing !== after.standing)
    changes.push({ seat, kind: 'standing', from: before.standing, to: after.standing });
  if (before.hand?.at !== after.hand?.at)
    changes.push({ seat, kind: 'hand', up: after.hand !== undefined, text: after.hand?.text ?? '' });
  return changes;
}

/** The state after a poll, and what changed. A seat that is polled for the first time has no changes. */
export function advance(
  state: ClassState,
  seats: readonly Seat[],
  polls: readonly SeatPoll[],
  options: AdvanceOptions,
): { state: ClassState; changes: Change[] } {
  const changes: Change[] = [];
  const after: Record<string, SeatState> = {};
  const byId = new Map(polls.map((poll) => [poll.seat, poll]));
  for (const { id } of seats) {
    const poll = byId.get(id);
    const before = Object.hasOwn(state.seats, id) ? state.seats[id] : undefined;
    const next = poll === undefined ? before : nextSeatState(poll, before, options);
    if (next === undefined) continue;
    after[id] = next;
    if (before !== undefined) changes.push(...changesOf(id, before, next));
  }
  return {
    state: { ...state, looked: options.now, rounds: state.rounds + 1, seats: after },
    changes,
  };
}

/** The verdict that corresponds to a seat's status. */
export function verdictOf(standing: SeatStatus): Verdict {
  if (standing === 'done') return 'pass';
  if (standing === 'unknown') return 'unknown';
  return standing === 'waiting' || standing === 'waiting-for-approval' ? 'waiting' : 'fail';
}

export const verdictOfAll = (statuses: readonly SeatStatus[]): Verdict => worst(statuses.map(verdictOf));
