import { defined } from '../base/defined.ts';
import type { StepId, StepName } from '../checker/lab/lab.ts';
import { errorText, type Verdict } from '../checker/steps/finding.ts';
import { type Group, groupsOf } from './groups.ts';
import { overdueStep, type Schedule, scheduleOf } from './schedule.ts';
import type { Roster, Seat } from './seat.ts';
import { type SeatPoll, seatSteps } from './seat-poll.ts';
import { blockingFindingOf, hasNoLiveResources, type SeatStatus, seatStatuses } from './seat-status.ts';
import { type Change, type ClassState, type SeatState, verdictOfAll } from './state.ts';
import type { Row, RowFinding } from './types.ts';

/** A class at one moment. */
export interface Board {
  class: string;
  now: number;
  /** The worst verdict of all seats. */
  verdict: Verdict;
  rows: Row[];
  /** The number of seats by status. */
  standings: Record<SeatStatus, number>;
  /** For every step, the number of seats by verdict. */
  totals: { id: StepId; name: StepName; counts: Record<Verdict | 'unseen', number> }[];
  /** Seats that are at the same finding, the most stuck first, with one message for each group. */
  groups: Group[];
  plan?: Schedule;
  changes: Change[];
  hidden: boolean;
}

export interface BoardOptions {
  now: number;
  /** For a projector: shows numbers instead of names and ids, and leaves out texts that contain them. */
  hideNames?: boolean;
  changes?: readonly Change[];
  /** No account was read, so a seat that was not polled is reported as one without evidence. */
  evidenceOnly?: boolean;
}

function rowFindingOf(poll: SeatPoll, state: SeatState, hidden: boolean): RowFinding | undefined {
  const blocking = poll.kind === 'seen' ? blockingFindingOf(poll) : undefined;
  if (blocking === undefined) return undefined;
  const { step, finding } = blocking;
  const { check, verdict, title, cause, found, fix, link } = finding;
  return {
    step: step.id,
    name: step.name,
    check,
    verdict,
    title,
    link,
    ...defined({ cause }),
    ...(hidden ? {} : { found, fix }),
    since: state.at?.since ?? poll.at,
  };
}

/** What a row reports of a seat that was not polled: why, and the source that a poll would have had. */
interface NotPolled {
  reason: string;
  source: Row['source'];
}

function seatErrorText(poll: SeatPoll, hidden: boolean): string | undefined {
  if (poll.kind === 'seen') return undefined;
  return hidden ? 'it could not be looked at' : errorText(poll.error);
}

const steps = seatSteps.map(({ id, name }) => ({ id, name }));

function rowOf(
  seat: Seat,
  label: string,
  poll: SeatPoll | undefined,
  state: SeatState | undefined,
  { hidden, plan, notPolled }: { hidden: boolean; plan: Schedule | undefined; notPolled: NotPolled },
): Row {
  const seen = poll?.kind === 'seen' ? poll.run.steps : [];
  const verdictIn = (id: StepId) => seen.find((step) => step.id === id)?.verdict ?? 'unseen';
  const at = poll === undefined || state === undefined ? undefined : rowFindingOf(poll, state, hidden);
  // The status of an earlier poll is not the current status.
  const current = poll === undefined ? undefined : state;
  const standing = current?.standing ?? 'unknown';
  const behind = standing === 'done' ? undefined : overdueStep(plan, verdictIn);
  const trouble = poll === undefined ? notPolled.reason : seatErrorText(poll, hidden);
  const source = poll?.kind === 'seen' && poll.evidence !== undefined ? 'evidence' : 'account';
  const gone = poll?.kind === 'seen' && standing === 'done' && hasNoLiveResources(poll.run);
  return {
    seat: label,
    ...(hidden ? {} : { name: seat.name }),
    standing,
    ...defined({ since: current?.since }),
    steps: steps.map(({ id, name }) => ({ id, name, verdict: verdictIn(id) })),
    ...(at === undefined || standing === 'done' ? {} : { at }),
    ...defined({ trouble }),
    ...(state?.hand === undefined
      ? {}
      : { hand: { at: state.hand.at, ...(hidden ? {} : { text: state.hand.text }) } }),
    ...defined({ behind }),
    ...(state?.seen === undefined ? {} : { lookedAt: state.seen.at }),
    ...(poll?.kind === 'seen' && poll.oldest !== undefined ? { oldest: poll.oldest } : {}),
    source: poll === undefined ? notPolled.source : source,
    ...(gone ? { gone: true as const } : {}),
  };
}

/**
 * Sorts by need: help requests first, then by status, late seats first; the longest time comes first in each.
 */
function compareByNeed(a: Row, b: Row): number {
  const rank = ({ hand, standing, behind }: Row) => {
    if (hand !== undefined) return 0;
    const order = 1 + seatStatuses.indexOf(standing) * 2;
    return behind === undefined || standing === 'done' ? order + 1 : order;
  };
  const since = ({ hand, at, since: rowSince = 0 }: Row) => hand?.at ?? at?.since ?? rowSince;
  return rank(a) - rank(b) || since(a) - since(b) || a.seat.localeCompare(b.seat, 'en', { numeric: true });
}

const countsOf = <K extends string>(keys: readonly K[], all: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, all.filter((one) => one === key).length])) as Record<K, number>;

/**
 * Makes the board of a class; pure. `polls` has each seat's newest result; `state` is the state after
 * `advance`.
 */
export function boardOf(
  roster: Roster,
  polls: readonly SeatPoll[],
  state: ClassState,
  { now, hideNames: hidden = false, changes = [], evidenceOnly = false }: BoardOptions,
): Board {
  const byId = new Map(polls.map((poll) => [poll.seat, poll]));
  const labels = new Map(roster.seats.map(({ id }, at) => [id, hidden ? `seat ${at + 1}` : id]));
  const labelOf = (id: string) => labels.get(id) ?? id;
  const plan = scheduleOf(roster, now);
  const notPolled: NotPolled = evidenceOnly
    ? { reason: 'no evidence', source: 'evidence' }
    : { reason: 'it was not looked at yet', source: 'account' };
  const rows = roster.seats
    .map((seat) => {
      const seatState = Object.hasOwn(state.seats, seat.id) ? state.seats[seat.id] : undefined;
      return rowOf(seat, labelOf(seat.id), byId.get(seat.id), seatState, { hidden, plan, notPolled });
    })
    .sort(compareByNeed);
  const statuses = rows.map(({ standing }) => standing);
  return {
    class: roster.class,
    now,
    hidden,
    rows,
    verdict: verdictOfAll(statuses),
    standings: countsOf(seatStatuses, statuses),
    totals: steps.map(({ id, name }) => ({
      id,
      name,
      counts: countsOf(
        ['pass', 'waiting', 'unknown', 'fail', 'unseen'],
        rows.map((row) => row.steps.find((step) => step.id === id)?.verdict ?? 'unseen'),
      ),
    })),
    groups: groupsOf(rows),
    ...defined({ plan }),
    changes: changes.map((change) => {
      const named = { ...change, seat: labelOf(change.seat) };
      return hidden && named.kind === 'hand' ? { ...named, text: '' } : named;
    }),
  };
}
