import { called } from '../../../checker/teardown/report/words.ts';
import { seatSteps } from '../../look.ts';
import { line } from '../../report/words.ts';
import type { Left, SeatOutcome, SeatState } from '../outcome.ts';

export const stateWords: Record<SeatState, string> = {
  denied: 'denied',
  unknown: 'could not tell',
  stopped: 'stopped',
  changed: 'changed since the plan',
  left: 'with something left',
  planned: 'not confirmed',
  declined: 'declined',
  clean: 'clean',
  'not-begun': 'not begun',
};

/** `2027-03-04 16:20:05 UTC` */
export const moment = (time: number) => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** What is left, in a line: why, and how it goes by hand where a person has to look. */
export function leftText(left: Left): string {
  const more = left.byHand === undefined ? '' : `. Please look; if it is yours to delete: ${left.byHand}`;
  return line(`${called(left)} in ${left.region}${left.why ? `: ${left.why}` : ''}${more}`);
}

/** How many of a seat's steps passed when it was last looked at; undefined where no round ever saw it. */
export function passed({ course }: SeatOutcome): { passed: number; of: number; at: number } | undefined {
  if (course?.seen === undefined) return undefined;
  const { at, steps } = course.seen;
  // Whoever has finished has passed all of them, also where they are taken down by now.
  const all = course.done !== undefined;
  return {
    passed: all ? seatSteps.length : seatSteps.filter(({ id }) => steps[id] === 'pass').length,
    of: seatSteps.length,
    at,
  };
}

/** How many seats are how, in a sentence: "3 clean, 1 denied". */
export function totals(seats: readonly SeatOutcome[]): string {
  const counts = Object.entries(stateWords).flatMap(([state, words]) => {
    const many = seats.filter((seat) => seat.state === state).length;
    return many === 0 ? [] : [`${many} ${words}`];
  });
  return counts.join(', ');
}
