import { setTimeout as pause } from 'node:timers/promises';
import type { StepId } from '../../checker/lab/lab.ts';
import { CliError } from '../../lab-home/errors.ts';
import type { Classroom } from './classroom.ts';
import type { Desk } from './desk.ts';
import { showHand } from './hand.ts';
import { lessons } from './lessons.ts';
import { mistakes } from './mistakes.ts';

/** The steps that end with a deploy. */
const deploys: readonly StepId[] = ['step-6', 'step-8'];

/** What is told of a class while it goes on, and what it waits for. */
export interface Conductor {
  /** Lets so many minutes of a class pass. */
  pass(minutes: number): Promise<void>;
  /** A learner has done a step. */
  done(seat: string, step: StepId): void;
  /** A learner is stuck, and may have raised a hand; resolves when they come upon the repair. */
  stuck(seat: string, cause: string, hand?: string): Promise<void>;
  /** A learner has put it right. */
  mended(seat: string, cause: string): void;
  /** A learner can't go on, and why. The others do. */
  gaveUp(seat: string, why: string): void;
}

/**
 * S3 tells whole seconds: what two runs of a pipeline deployed within the same one can't be told apart. A person is
 * minutes later.
 */
const anotherSecond = 1_100;

/** Says whose work it was that AWS refused. */
async function named(desk: Desk, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { id, way, region } = desk.plan;
    const { name, message } = error as Error;
    throw Object.assign(
      new CliError(`${id} (${way}, ${region}) could not do ${what}: ${name}: ${message}`, 1),
      { cause: error },
    );
  }
}

/**
 * One learner's day: the steps in order, at their own pace, with their one mistake, which is brought about, endured
 * and repaired as its page says. Rejects with whatever a learner could not get over.
 */
export async function learn(desk: Desk, conductor: Conductor): Promise<void> {
  const { id, tempo, mistake: cause, hand } = desk.plan;
  const mistake = cause === undefined ? undefined : mistakes[cause];
  for (const lesson of lessons) {
    await conductor.pass(lesson.minutes * tempo);
    await named(desk, lesson.id, () => lesson.learn(desk));
    if (mistake?.after === lesson.id && cause !== undefined) {
      if (deploys.includes(lesson.id)) await pause(anotherSecond);
      await desk.suffer(cause);
      if (hand !== undefined) await showHand(desk, hand);
      await conductor.stuck(id, cause, hand);
      await named(desk, `the repair of ${cause}`, () => mistake.repair(desk));
      if (hand !== undefined) await showHand(desk, undefined);
      conductor.mended(id, cause);
    }
    conductor.done(id, lesson.id);
  }
}

/**
 * All who came, side by side. What one of them can't get over (somebody swept their things, their keys are gone) ends
 * that one's day, and is told; rejects only when the class itself ends before its time.
 */
export async function learnAll(room: Classroom, conductor: Conductor): Promise<void> {
  const present = room.desks.filter(({ plan }) => plan.begins);
  const learning = present.map((desk) =>
    learn(desk, conductor).catch((error: unknown) => {
      if (room.signal.aborted) throw error;
      conductor.gaveUp(desk.plan.id, (error as Error).message);
    }),
  );
  try {
    await Promise.race([Promise.all(learning), room.died]);
  } catch (error) {
    room.stop();
    await Promise.allSettled(learning);
    throw error;
  }
}
