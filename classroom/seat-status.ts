import type { Run, StepResult } from '../checker/engine/run.ts';
import type { Finding } from '../checker/steps/finding.ts';
import { type SeatPoll, seatSteps } from './seat-poll.ts';

type CheckedSeat = Extract<SeatPoll, { kind: 'seen' }>;

/** The statuses of a seat, sorted by how much the seat needs help, most first. */
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

/**
 * The finding that a seat is at: the first step that did not pass, and its first finding with the step's
 * verdict.
 */
export interface BlockingFinding {
  step: StepResult;
  finding: Finding;
}

export function blockingFindingOf({ run: { steps }, repository }: CheckedSeat): BlockingFinding | undefined {
  const notPassed = steps.filter(({ verdict }) => verdict !== 'pass');
  // Step 2 cannot be judged while the seat's repository is unknown. The learner cannot change that.
  const decidable =
    repository === undefined ? notPassed.filter(({ name }) => name !== 'repository') : notPassed;
  const step = decidable[0] ?? notPassed[0];
  const finding = step?.findings.find(({ verdict }) => verdict === step.verdict);
  return step === undefined || finding === undefined ? undefined : { step, finding };
}

/** Whether the run positively saw that no resource of the lab exists. */
export const hasNoLiveResources = ({ live }: Run) =>
  live !== undefined && live.resources.length === 0 && live.unknown.length === 0;

/** Whether any resource of the lab exists, or a step passed. */
function hasBegun(run: Run): boolean {
  return (
    !hasNoLiveResources(run) ||
    run.steps.some(({ name, verdict }) => name !== 'credentials' && verdict === 'pass')
  );
}

/** A key that stays the same as long as a seat is at the same finding. */
export const findingKeyOf = ({ step, finding }: BlockingFinding) =>
  [step.id, finding.check, finding.verdict, finding.cause ?? ''].join(' ');

/**
 * The status of a seat by its poll. `since` is when the seat was first seen at this finding (milliseconds
 * since the epoch); after `stuckAfterMs` at it the seat is stuck. A seat that waits for an approval is never
 * stuck. `done` means that all steps passed in an earlier poll.
 */
export function seatStatusOf(
  poll: SeatPoll,
  { since, now, stuckAfterMs, done }: { since: number; now: number; stuckAfterMs: number; done: boolean },
): SeatStatus {
  if (poll.kind === 'failed') return 'unknown';
  const { run } = poll;
  // A learner who finished all steps and then cleaned up is done.
  const hasAllSteps = run.steps.length >= seatSteps.length;
  if ((hasAllSteps && run.verdict === 'pass') || (done && hasNoLiveResources(run))) return 'done';
  const blocking = blockingFindingOf(poll);
  // Evidence can cover only some of the steps.
  if (blocking === undefined) return 'working';
  const { verdict, cause } = blocking.finding;
  if (run.credentials !== undefined && blocking.step.name === 'credentials') return 'unknown';
  if (verdict === 'unknown') return 'unknown';
  if (!hasBegun(run)) return 'not-begun';
  if (cause === 'approval-pending') return 'waiting-for-approval';
  if (now - since >= stuckAfterMs) return 'stuck';
  return verdict === 'waiting' ? 'waiting' : 'working';
}
