import { setTimeout as pause } from 'node:timers/promises';
import type { StepId } from '../../checker/lab/lab.ts';
import { CliError } from '../../lab-home/errors.ts';
import { submitHelpRequest } from './help-request.ts';
import type { LearnerSession } from './learner-session.ts';
import { mistakes } from './mistakes.ts';
import type { Simulation } from './simulation.ts';
import { stepScripts } from './step-scripts.ts';

/** The steps that end with a deploy. */
const deploySteps: readonly StepId[] = ['step-6', 'step-8'];

/** What is told of a class while it goes on, and what it waits for. */
export interface SimulationHooks {
  /** Lets so many minutes of a class pass. */
  wait(minutes: number): Promise<void>;
  /** A learner has done a step. */
  stepDone(seat: string, step: StepId): void;
  /** A learner is stuck, and may have raised a hand; resolves when they come upon the repair. */
  stuck(seat: string, cause: string, helpRequest?: string): Promise<void>;
  /** A learner has put it right. */
  fixed(seat: string, cause: string): void;
  /** A learner can't go on, and why. The others do. */
  gaveUp(seat: string, why: string): void;
}

/**
 * S3 tells whole seconds: what two runs of a pipeline deployed within the same one can't be told apart. A person is
 * minutes later.
 */
const s3ClockStepMs = 1_100;

/** Says whose work it was that AWS refused. */
async function withContext(
  learner: LearnerSession,
  what: string,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { id, method, region } = learner.plan;
    const { name, message } = error as Error;
    throw Object.assign(
      new CliError(`${id} (${method}, ${region}) could not do ${what}: ${name}: ${message}`, 1),
      { cause: error },
    );
  }
}

/**
 * One learner's day: the steps in order, at their own pace, with their one mistake, which is brought about, endured
 * and repaired as its page says. Rejects with whatever a learner could not get over.
 */
export async function runLearner(learner: LearnerSession, hooks: SimulationHooks): Promise<void> {
  const { id, tempo, mistake: cause, hand: helpRequest } = learner.plan;
  const mistake = cause === undefined ? undefined : mistakes[cause];
  for (const step of stepScripts) {
    await hooks.wait(step.minutes * tempo);
    await withContext(learner, step.id, () => step.run(learner));
    if (mistake?.after === step.id && cause !== undefined) {
      if (deploySteps.includes(step.id)) await pause(s3ClockStepMs);
      await learner.injectFault(cause);
      if (helpRequest !== undefined) await submitHelpRequest(learner, helpRequest);
      await hooks.stuck(id, cause, helpRequest);
      await withContext(learner, `the repair of ${cause}`, () => mistake.repair(learner));
      if (helpRequest !== undefined) await submitHelpRequest(learner, undefined);
      hooks.fixed(id, cause);
    }
    hooks.stepDone(id, step.id);
  }
}

/**
 * All who came, side by side. What one of them can't get over (somebody swept their things, their keys are gone) ends
 * that one's day, and is told; rejects only when the class itself ends before its time.
 */
export async function runLearners(simulation: Simulation, hooks: SimulationHooks): Promise<void> {
  const present = simulation.learners.filter(({ plan }) => plan.begins);
  const running = present.map((learner) =>
    runLearner(learner, hooks).catch((error: unknown) => {
      if (simulation.signal.aborted) throw error;
      hooks.gaveUp(learner.plan.id, (error as Error).message);
    }),
  );
  try {
    await Promise.race([Promise.all(running), simulation.died]);
  } catch (error) {
    simulation.stop();
    await Promise.allSettled(running);
    throw error;
  }
}
