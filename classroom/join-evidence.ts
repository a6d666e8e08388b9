import type { StepResult } from '../checker/engine/run.ts';
import { worst } from '../checker/steps/finding.ts';
import { type SeatLook, seatSteps } from './look.ts';
import { nothingLive } from './standing.ts';

export type Seen = Extract<SeatLook, { kind: 'seen' }>;

const placeOf = ({ target }: Seen['run']) => `${target?.kind} ${target?.account} ${target?.region}`;

const finished = ({ steps, verdict }: Seen['run']) => verdict === 'pass' && steps.length >= seatSteps.length;

/**
 * All that a seat's files say, newest first, as one look: of each step the newest word, for a file may be of some
 * steps only. What is of another account or region, or from before a file that saw nothing of the lab there, says
 * nothing of now; but who had finished by then, and cleaned up, has finished.
 */
export function joinedEvidence(newest: Seen, older: readonly Seen[]): Seen {
  const words = new Map<string, { step: StepResult; at: number }>();
  let gone = false;
  for (const { run, at } of [newest, ...older]) {
    if (placeOf(run) !== placeOf(newest.run)) continue;
    if (gone && !finished(run)) continue;
    for (const step of run.steps) if (!words.has(step.id)) words.set(step.id, { step, at });
    gone ||= nothingLive(run);
  }
  const told = seatSteps.flatMap(({ id }) => words.get(id) ?? []);
  const steps = told.map(({ step }) => step);
  const oldest = Math.min(...told.map(({ at }) => at));
  return {
    ...newest,
    run: { ...newest.run, steps, verdict: worst(steps.map(({ verdict }) => verdict)) },
    ...(oldest < newest.at ? { oldest } : {}),
  };
}
