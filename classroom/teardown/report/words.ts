import { labelOf } from '../../../checker/teardown/report/phrases.ts';
import { line } from '../../report/words.ts';
import { seatSteps } from '../../seat-poll.ts';
import type { Leftover, OutcomeState, SeatOutcome } from '../outcome.ts';

export const stateWords: Record<OutcomeState, string> = {
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
export const utcTime = (time: number) => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** What is left, in a line: why, and how it goes by hand where a person has to look. */
export function leftoverText(leftover: Leftover): string {
  const more =
    leftover.byHand === undefined ? '' : `. Please look; if it is yours to delete: ${leftover.byHand}`;
  return line(`${labelOf(leftover)} in ${leftover.region}${leftover.why ? `: ${leftover.why}` : ''}${more}`);
}

/** How many of a seat's steps passed when it was last looked at; undefined where no round ever saw it. */
export function passedSteps({
  progress,
}: SeatOutcome): { passed: number; of: number; at: number } | undefined {
  if (progress?.seen === undefined) return undefined;
  const { at, steps } = progress.seen;
  // Whoever has finished has passed all of them, also where they are taken down by now.
  const allPassed = progress.done !== undefined;
  return {
    passed: allPassed ? seatSteps.length : seatSteps.filter(({ id }) => steps[id] === 'pass').length,
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
