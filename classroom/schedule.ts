import { defined } from '../base/defined.ts';
import type { StepId } from '../checker/lab/lab.ts';
import type { Verdict } from '../checker/steps/finding.ts';
import type { Roster } from './seat.ts';

/** The class's schedule at one moment. */
export interface Schedule {
  /** Minutes since the class began; negative before it. */
  minute: number;
  /** When each step should be done, in minutes since the class began, in the steps' order. */
  steps: { id: StepId; minute: number }[];
  /** The last step that should be done by now. */
  due?: StepId;
}

/**
 * The schedule at `now` (milliseconds since the epoch); undefined where the roster has no start or no pace.
 */
export function scheduleOf({ start, pace }: Roster, now: number): Schedule | undefined {
  const steps = (Object.entries(pace) as [StepId, number][])
    .map(([id, minute]) => ({ id, minute }))
    .sort((a, b) => a.id.localeCompare(b.id));
  if (start === undefined || steps.length === 0) return undefined;
  const minute = Math.floor((now - Date.parse(start)) / 60_000);
  const due = steps.filter((step) => step.minute <= minute).at(-1)?.id;
  return { minute, steps, ...defined({ due }) };
}

/** The first step that should be done by now and failed or waits, and by how many minutes it is late. */
export function overdueStep(
  schedule: Schedule | undefined,
  verdictIn: (id: StepId) => Verdict | 'unseen',
): { step: StepId; minutes: number } | undefined {
  const overdue = schedule?.steps.find(({ id, minute }) => {
    const verdict = verdictIn(id);
    return minute < schedule.minute && (verdict === 'fail' || verdict === 'waiting');
  });
  return schedule === undefined || overdue === undefined
    ? undefined
    : { step: overdue.id, minutes: schedule.minute - overdue.minute };
}
