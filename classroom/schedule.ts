import type { StepId } from '../checker/lab/lab.ts';
import type { Verdict } from '../checker/steps/finding.ts';
import type { Roster } from './seat.ts';

/** The plan of the day, now. */
export interface Schedule {
  /** Minutes since the class began; below zero before it. */
  minute: number;
  /** What should be done when: minutes since the beginning, in the steps' order. */
  steps: { id: StepId; minute: number }[];
  /** The last step that should be done by now. */
  due?: StepId;
}

/** Undefined where the roster has no beginning or no pace. */
export function scheduleOf({ start, pace }: Roster, now: number): Schedule | undefined {
  const steps = (Object.entries(pace) as [StepId, number][])
    .map(([id, minute]) => ({ id, minute }))
    .sort((a, b) => a.id.localeCompare(b.id));
  if (start === undefined || steps.length === 0) return undefined;
  const minute = Math.floor((now - Date.parse(start)) / 60_000);
  const due = steps.filter((step) => step.minute <= minute).at(-1)?.id;
  return { minute, steps, ...(due === undefined ? {} : { due }) };
}

/** The first step that should be done by now and was seen not to be, and by how many minutes it is late. */
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
