import type { Run, StepResult } from '../checker/engine/run.ts';
import type { Finding } from '../checker/steps/finding.ts';
import { type SeatLook, seatSteps } from './look.ts';

type Seen = Extract<SeatLook, { kind: 'seen' }>;

/** How a seat stands, from who needs help to who needs none. */
export const standings = [
  'stuck',
  'unknown',
  'working',
  'waiting-for-approval',
  'waiting',
  'not-begun',
  'done',
] as const;

export type Standing = (typeof standings)[number];

/** The finding that a seat is at: the first step that did not pass, and what of it stands in the way. */
export interface Obstacle {
  step: StepResult;
  finding: Finding;
}

export function obstacleOf({ run: { steps }, repository }: Seen): Obstacle | undefined {
  const open = steps.filter(({ verdict }) => verdict !== 'pass');
  // Step 2 cannot be judged while nobody has said which repository is the seat's: that is not the learner's fault.
  const judged = repository === undefined ? open.filter(({ name }) => name !== 'repository') : open;
  const step = judged[0] ?? open[0];
  const finding = step?.findings.find(({ verdict }) => verdict === step.verdict);
  return step === undefined || finding === undefined ? undefined : { step, finding };
}

/** Whether it was positively seen that nothing of the lab is there. */
export const nothingLive = ({ live }: Run) =>
  live !== undefined && live.things.length === 0 && live.unknown.length === 0;

/** Whether anything of the lab is there, or was done. */
function hasBegun(run: Run): boolean {
  return (
    !nothingLive(run) || run.steps.some(({ name, verdict }) => name !== 'credentials' && verdict === 'pass')
  );
}

/** The same text as long as a seat is at the same thing. */
export const faceOf = ({ step, finding }: Obstacle) =>
  [step.id, finding.check, finding.verdict, finding.cause ?? ''].join(' ');

/**
 * How a seat stands by what was seen now. `since` is when it was first seen at this very finding: one that is as old
 * as `stuckAfterMs` makes it stuck. Waiting for an approval, however long, is not being stuck. `done`: all of it passed in an earlier round.
 */
export function standingOf(
  look: SeatLook,
  { since, now, stuckAfterMs, done }: { since: number; now: number; stuckAfterMs: number; done: boolean },
): Standing {
  if (look.kind === 'trouble') return 'unknown';
  const { run } = look;
  // Who has finished and cleaned up has finished.
  const whole = run.steps.length >= seatSteps.length;
  if ((whole && run.verdict === 'pass') || (done && nothingLive(run))) return 'done';
  const at = obstacleOf(look);
  // Evidence may be of some steps only.
  if (at === undefined) return 'working';
  const { verdict, cause } = at.finding;
  if (run.credentials !== undefined && at.step.name === 'credentials') return 'unknown';
  if (verdict === 'unknown') return 'unknown';
  if (!hasBegun(run)) return 'not-begun';
  if (cause === 'approval-pending') return 'waiting-for-approval';
  if (now - since >= stuckAfterMs) return 'stuck';
  return verdict === 'waiting' ? 'waiting' : 'working';
}
