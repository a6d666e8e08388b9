import { csvCell } from '../../report/csv.ts';
import type { SeatOutcome } from '../outcome.ts';
import type { ClassTorn } from '../teardown.ts';
import { leftText, passed } from './words.ts';

const when = (time: number | undefined) => (time === undefined ? '' : new Date(time).toISOString());

const columns: Record<string, (outcome: SeatOutcome) => string | number> = {
  seat: ({ seat }) => seat.id,
  name: ({ seat }) => seat.name,
  account: ({ account = '' }) => account,
  region: ({ seat }) => seat.region,
  done_when: ({ course }) => when(course?.done),
  steps_passed: (outcome) => passed(outcome)?.passed ?? 'unknown',
  steps_seen_at: (outcome) => when(passed(outcome)?.at),
  state: ({ state }) => state,
  left: ({ left }) => left.map(leftText).join('; '),
  stays: ({ stays }) => stays.map(leftText).join('; '),
  why: ({ why }) => why.join('; '),
  first_look: ({ looks }) => when(looks?.[0]),
  second_look: ({ looks }) => when(looks?.[1]),
};

/** By which the kit knows its own file. */
export const csvHead = Object.keys(columns).join(',');

/** The end of a class for a spreadsheet: one seat a line, RFC 4180. */
export function endCsv({ seats }: Pick<ClassTorn, 'seats'>): string {
  const rows = seats.map((seat) =>
    Object.values(columns)
      .map((value) => csvCell(value(seat)))
      .join(','),
  );
  return `${[csvHead, ...rows].join('\r\n')}\r\n`;
}
