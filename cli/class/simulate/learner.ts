import type { StepId } from '../../../checker/lab.ts';
import type { Desk } from './desk.ts';
import { lessons } from './lessons.ts';
import { mistakes } from './mistakes.ts';

/** What is told of a class while it goes on, and what it waits for. */
export interface Conductor {
  /** Lets so many minutes of a class pass. */
  pass(minutes: number): Promise<void>;
  /** A learner has done a step. */
  done(seat: string, step: StepId): void;
  /** A learner is stuck; resolves when they come upon the repair. */
  stuck(seat: string, cause: string): Promise<void>;
  /** A learner has put it right. */
  mended(seat: string, cause: string): void;
}

/**
 * One learner's day: the steps in order, at their own pace, with their one mistake, which is brought about, endured
 * and repaired as its page says. Rejects with whatever a learner could not get over.
 */
export async function learn(desk: Desk, conductor: Conductor): Promise<void> {
  const { id, tempo, mistake: cause } = desk.plan;
  const mistake = cause === undefined ? undefined : mistakes[cause];
  for (const lesson of lessons) {
    await conductor.pass(lesson.minutes * tempo);
    await lesson.learn(desk);
    if (mistake?.after === lesson.id && cause !== undefined) {
      await desk.suffer(cause);
      await conductor.stuck(id, cause);
      await mistake.repair(desk);
      conductor.mended(id, cause);
    }
    conductor.done(id, lesson.id);
  }
}
