import type { Run, StepResult } from '../checker/engine/run.ts';
import type { Finding } from '../checker/steps/finding.ts';
import { type SeatPoll, seatSteps } from './seat-poll.ts';

type CheckedSeat = Extract<SeatPoll, { kind: 'seen' }>;

/** How a seat stands, from who needs help to who needs none. */
export const seatStatuses = [
  'stuck',
  'unknown',
  'working',
  'waiting-for-approval',
  'waiting',
  'not-begun',
  'done',
] as const;

export type SeatStatus = (typeof seatStatuses)[number];

/** The finding that a seat is at: the first step that did not pass, and what of it stands in the way. */
export interface BlockingFinding {
  step: StepResult;
  finding: Finding;
}

export function blockingFindingOf({ run: { steps }, repository }: CheckedSeat): BlockingFinding | undefined {
  const notPassed = steps.filter(({ verdict }) => verdict !== 'pass');
  // Step 2 cannot be judged while nobody has said which repository is the seat's: that is not the learner's fault.
  const decidable =
    repository === undefined ? notPassed.filter(({ name }) => name !== 'repository') : notPassed;
  const step = decidable[0] ?? notPassed[0];
  const finding = step?.findings.find(({ verdict }) => verdict === step.verdict);
  return step === undefined || finding === undefined ? undefined : { step, finding };
}

/** Whether it was positively seen that nothing of the lab is there. */
export const hasNoLiveResources = ({ live }: Run) =>
  live !== undefined && live.resources.length === 0 && live.unknown.length === 0;

/** Whether anything of the lab is there, or was done. */
function hasBegun(run: Run): boolean {
  return (
    !hasNoLiveResources(run) ||
    run.steps.some(({ name, verdict }) => name !== 'credentials' && verdict === 'pass')
  );
}

/** The same text as long as a seat is at the same thing. */
export const findingKeyOf = ({ step, finding }: BlockingFinding) =>
  [step.id, finding.check, finding.verdict, finding.cause ?? ''].join(' ');

/**
 * How a seat stands by what was seen now. `since` is when it was first seen at this very finding: one that is as old
 * as `stuckAfterMs` makes it stuck. Waiting for an approval, however long, is not being stuck. `done`: all of it passed in an earlier round.
 */
export function seatStatusOf(
  poll: SeatPoll,
  { since, now, stuckAfterMs, done }: { since: number; now: number; stuckAfterMs: number; done: boolean },
): SeatStatus {
  if (poll.kind === 'failed') return 'unknown';
  const { run } = poll;
  // Who has finished and cleaned up has finished.
  const hasAllSteps = run.steps.length >= seatSteps.length;
  if ((hasAllSteps && run.verdict === 'pass') || (done && hasNoLiveResources(run))) return 'done';
  const blocking = blockingFindingOf(poll);
  // Evidence may be of some steps only.
  if (blocking === undefined) return 'working';
  const { verdict, cause } = blocking.finding;
  if (run.credentials !== undefined && blocking.step.name === 'credentials') return 'unknown';
  if (verdict === 'unknown') return 'unknown';
  if (!hasBegun(run)) return 'not-begun';
  if (cause === 'approval-pending') return 'waiting-for-approval';
  if (now - since >= stuckAfterMs) return 'stuck';
  return verdict === 'waiting' ? 'waiting' : 'working';
}
