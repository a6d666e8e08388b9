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

/** One line about a leftover: why it exists, and how to look at it where the user has to look or to decide. */
export function leftoverText(leftover: Leftover): string {
  const { byHand, region, why } = leftover;
  const more = byHand === undefined ? '' : `. To look at it: ${byHand}`;
  return line(`${labelOf(leftover)} in ${region}${why ? `: ${why}` : ''}${more}`);
}

/** The options of `lab teardown` by which the instructor says whose a leftover is, without its last word. */
export const decisionArgs = (seat: string, { region, undecided }: Leftover): string[] =>
  undecided === undefined
    ? []
    : ['--adopt', '--not-mine'].map((flag) => `--seat ${seat} --region ${region} ${flag} ${undecided}`);

/** How many of a seat's steps passed in the last poll that read it; undefined where no poll did. */
export function passedSteps({
  progress,
}: SeatOutcome): { passed: number; of: number; at: number } | undefined {
  if (progress?.seen === undefined) return undefined;
  const { at, steps } = progress.seen;
  // A learner who finished passed all steps, even if the resources are already deleted.
  const allPassed = progress.done !== undefined;
  return {
    passed: allPassed ? seatSteps.length : seatSteps.filter(({ id }) => steps[id] === 'pass').length,
    of: seatSteps.length,
    at,
  };
}

/** The number of seats by state: "3 clean, 1 denied". */
export function totals(seats: readonly SeatOutcome[]): string {
  const counts = Object.entries(stateWords).flatMap(([state, words]) => {
    const many = seats.filter((seat) => seat.state === state).length;
    return many === 0 ? [] : [`${many} ${words}`];
  });
  return counts.join(', ');
}
