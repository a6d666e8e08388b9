import type { StepResult } from '../checker/engine/run.ts';
import { worst } from '../checker/steps/finding.ts';
import { type SeatPoll, seatSteps } from './seat-poll.ts';
import { hasNoLiveResources } from './seat-status.ts';

export type CheckedSeat = Extract<SeatPoll, { kind: 'seen' }>;

const targetKey = ({ target }: CheckedSeat['run']) => `${target?.kind} ${target?.account} ${target?.region}`;

const isFinished = ({ steps, verdict }: CheckedSeat['run']) =>
  verdict === 'pass' && steps.length >= seatSteps.length;

/**
 * Joins a seat's evidence, newest first, into one result with the newest verdict of each step, since a file
 * can cover only some steps. It ignores evidence of another account or region, and evidence older than a file
 * that saw no resource of the lab. A finished run counts even then: the learner finished and cleaned up.
 */
export function joinEvidence(newest: CheckedSeat, older: readonly CheckedSeat[]): CheckedSeat {
  const newestSteps = new Map<string, { step: StepResult; at: number }>();
  let isGone = false;
  for (const { run, at } of [newest, ...older]) {
    if (targetKey(run) !== targetKey(newest.run)) continue;
    if (isGone && !isFinished(run)) continue;
    for (const step of run.steps) if (!newestSteps.has(step.id)) newestSteps.set(step.id, { step, at });
    isGone ||= hasNoLiveResources(run);
  }
  const joined = seatSteps.flatMap(({ id }) => newestSteps.get(id) ?? []);
  const steps = joined.map(({ step }) => step);
  const oldest = Math.min(...joined.map(({ at }) => at));
  return {
    ...newest,
    run: { ...newest.run, steps, verdict: worst(steps.map(({ verdict }) => verdict)) },
    ...(oldest < newest.at ? { oldest } : {}),
  };
}
