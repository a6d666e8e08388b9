import type { StepId, StepName } from '../checker/lab/lab.ts';
import { told, type Verdict } from '../checker/steps/finding.ts';
import { type Group, groupsOf } from './groups.ts';
import { type SeatLook, seatSteps } from './look.ts';
import { behindOf, type Plan, planOf } from './plan.ts';
import type { Roster, Seat } from './seat.ts';
import { nothingLive, obstacleOf, type Standing, standings } from './standing.ts';
import { type Change, type ClassState, type SeatState, verdictOfAll } from './state.ts';
import type { At, Row } from './types.ts';

/** A class at one moment. */
export interface Board {
  class: string;
  now: number;
  /** Worst of all seats: as a run's. */
  verdict: Verdict;
  rows: Row[];
  /** How many seats stand how. */
  standings: Record<Standing, number>;
  /** For every step, how many seats it is how for. */
  totals: { id: StepId; name: StepName; counts: Record<Verdict | 'unseen', number> }[];
  /** Seats that are at the same thing, most first, each with one message for all of them. */
  groups: Group[];
  plan?: Plan;
  changes: Change[];
  hidden: boolean;
}

export interface BoardOptions {
  now: number;
  /** For a projector: numbers instead of names and ids, and no text that holds them. */
  hideNames?: boolean;
  changes?: readonly Change[];
  /** No account was asked: a seat without evidence is told as that. */
  evidenceOnly?: boolean;
}

function atOf(look: SeatLook, state: SeatState, hidden: boolean): At | undefined {
  const obstacle = look.kind === 'seen' ? obstacleOf(look) : undefined;
  if (obstacle === undefined) return undefined;
  const { step, finding } = obstacle;
  const { check, verdict, title, cause, found, fix, link } = finding;
  return {
    ...{ step: step.id, name: step.name, check, verdict, title, link },
    ...(cause === undefined ? {} : { cause }),
    ...(hidden ? {} : { found, fix }),
    since: state.at?.since ?? look.at,
  };
}

/** What is said of a seat that was not looked at, and where a look would have come from. */
interface Unlooked {
  trouble: string;
  source: Row['source'];
}

function troubleOf(look: SeatLook, hidden: boolean): string | undefined {
  if (look.kind === 'seen') return undefined;
  return hidden ? 'it could not be looked at' : told(look.trouble);
}

const steps = seatSteps.map(({ id, name }) => ({ id, name }));

function rowOf(
  seat: Seat,
  label: string,
  look: SeatLook | undefined,
  state: SeatState | undefined,
  { hidden, plan, unlooked }: { hidden: boolean; plan: Plan | undefined; unlooked: Unlooked },
): Row {
  const seen = look?.kind === 'seen' ? look.run.steps : [];
  const verdictIn = (id: StepId) => seen.find((step) => step.id === id)?.verdict ?? 'unseen';
  const at = look === undefined || state === undefined ? undefined : atOf(look, state, hidden);
  // How it stood in an earlier round is not how it stands now.
  const now = look === undefined ? undefined : state;
  const standing = now?.standing ?? 'unknown';
  const behind = standing === 'done' ? undefined : behindOf(plan, verdictIn);
  const trouble = look === undefined ? unlooked.trouble : troubleOf(look, hidden);
  const source = look?.kind === 'seen' && look.evidence !== undefined ? 'evidence' : 'account';
  const gone = look?.kind === 'seen' && standing === 'done' && nothingLive(look.run);
  return {
    seat: label,
    ...(hidden ? {} : { name: seat.name }),
    standing,
    ...(now === undefined ? {} : { since: now.since }),
    steps: steps.map(({ id, name }) => ({ id, name, verdict: verdictIn(id) })),
    ...(at === undefined || standing === 'done' ? {} : { at }),
    ...(trouble === undefined ? {} : { trouble }),
    ...(state?.hand === undefined
      ? {}
      : { hand: { at: state.hand.at, ...(hidden ? {} : { text: state.hand.text }) } }),
    ...(behind === undefined ? {} : { behind }),
    ...(state?.seen === undefined ? {} : { lookedAt: state.seen.at }),
    ...(look?.kind === 'seen' && look.oldest !== undefined ? { oldest: look.oldest } : {}),
    source: look === undefined ? unlooked.source : source,
    ...(gone ? { gone: true as const } : {}),
  };
}

/** Who needs help first: hands, then by how a seat stands; of those that stand alike, who does so for longest. */
function byNeed(a: Row, b: Row): number {
  const rank = ({ hand, standing, behind }: Row) => {
    if (hand !== undefined) return 0;
    const order = 1 + standings.indexOf(standing) * 2;
    return behind === undefined || standing === 'done' ? order + 1 : order;
  };
  const since = ({ hand, at, since: stands = 0 }: Row) => hand?.at ?? at?.since ?? stands;
  return rank(a) - rank(b) || since(a) - since(b) || a.seat.localeCompare(b.seat, 'en', { numeric: true });
}

const counting = <K extends string>(keys: readonly K[], all: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, all.filter((one) => one === key).length])) as Record<K, number>;

/** The class at a moment: pure. `looks` are each seat's newest; `state` is what `advance` made of them. */
export function boardOf(
  roster: Roster,
  looks: readonly SeatLook[],
  state: ClassState,
  { now, hideNames: hidden = false, changes = [], evidenceOnly = false }: BoardOptions,
): Board {
  const byId = new Map(looks.map((look) => [look.seat, look]));
  const labels = new Map(roster.seats.map(({ id }, at) => [id, hidden ? `seat ${at + 1}` : id]));
  const labelOf = (id: string) => labels.get(id) ?? id;
  const plan = planOf(roster, now);
  const unlooked: Unlooked = evidenceOnly
    ? { trouble: 'no evidence', source: 'evidence' }
    : { trouble: 'it was not looked at yet', source: 'account' };
  const rows = roster.seats
    .map((seat) => {
      const known = Object.hasOwn(state.seats, seat.id) ? state.seats[seat.id] : undefined;
      return rowOf(seat, labelOf(seat.id), byId.get(seat.id), known, { hidden, plan, unlooked });
    })
    .sort(byNeed);
  const stands = rows.map(({ standing }) => standing);
  return {
    ...{ class: roster.class, now, hidden, rows },
    verdict: verdictOfAll(stands),
    standings: counting(standings, stands),
    totals: steps.map(({ id, name }) => ({
      ...{ id, name },
      counts: counting(
        ['pass', 'waiting', 'unknown', 'fail', 'unseen'],
        rows.map((row) => row.steps.find((step) => step.id === id)?.verdict ?? 'unseen'),
      ),
    })),
    groups: groupsOf(rows),
    ...(plan === undefined ? {} : { plan }),
    changes: changes.map((change) => {
      const named = { ...change, seat: labelOf(change.seat) };
      return hidden && named.kind === 'hand' ? { ...named, text: '' } : named;
    }),
  };
}
