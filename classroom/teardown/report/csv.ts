import { csvCell } from '../../report/csv.ts';
import type { SeatOutcome } from '../outcome.ts';
import type { ClassTeardownResult } from '../teardown.ts';
import { leftoverText, passedSteps } from './words.ts';

const isoTime = (time: number | undefined) => (time === undefined ? '' : new Date(time).toISOString());

const columns: Record<string, (outcome: SeatOutcome) => string | number> = {
  seat: ({ seat }) => seat.id,
  name: ({ seat }) => seat.name,
  account: ({ account = '' }) => account,
  region: ({ seat }) => seat.region,
  done_when: ({ progress }) => isoTime(progress?.done),
  steps_passed: (outcome) => passedSteps(outcome)?.passed ?? 'unknown',
  steps_seen_at: (outcome) => isoTime(passedSteps(outcome)?.at),
  state: ({ state }) => state,
  left: ({ left }) => left.map(leftoverText).join('; '),
  stays: ({ stays }) => stays.map(leftoverText).join('; '),
  why: ({ why }) => why.join('; '),
  first_look: ({ confirmedAt }) => isoTime(confirmedAt?.[0]),
  second_look: ({ confirmedAt }) => isoTime(confirmedAt?.[1]),
};

/** The header, by which the kit recognizes its own file. */
export const csvHead = Object.keys(columns).join(',');

/** The end report as CSV (RFC 4180), one seat per line. */
export function endCsv({ seats }: Pick<ClassTeardownResult, 'seats'>): string {
  const rows = seats.map((seat) =>
    Object.values(columns)
      .map((value) => csvCell(value(seat)))
      .join(','),
  );
  return `${[csvHead, ...rows].join('\r\n')}\r\n`;
}
