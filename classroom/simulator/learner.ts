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

/** The events of a running class, and the points at which a learner waits. */
export interface SimulationHooks {
  /** Resolves after this many minutes of the class. */
  wait(minutes: number): Promise<void>;
  /** A learner has finished a step. */
  stepDone(seat: string, step: StepId): void;
  /** A learner is stuck, perhaps with a request for help. Resolves when the learner finds the repair. */
  stuck(seat: string, cause: string, helpRequest?: string): Promise<void>;
  /** A learner has repaired the cause. */
  fixed(seat: string, cause: string): void;
  /** A learner cannot continue, and why. The others continue. */
  gaveUp(seat: string, why: string): void;
}

/**
 * S3 reports times in whole seconds, so two deployments within one second are indistinguishable. The pause
 * puts them into different seconds; a real learner takes minutes.
 */
const s3ClockStepMs = 1_100;

/** Adds the learner and the task to an error. Throws CliError. */
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
 * Runs one learner through all steps at the learner's own pace. At most one mistake is injected, and repaired
 * as the cause's page says. Rejects with the first error that the learner cannot repair.
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
 * Runs all present learners concurrently. A learner who cannot continue (for example after a teardown of the
 * seat) gives up, and `gaveUp` reports it. Rejects only when the class itself ends early.
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
