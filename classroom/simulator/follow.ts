import type { StepId } from '../../checker/lab/lab.ts';
import type { Instructor, RoundSeen, Sight } from './door.ts';
import type { Conductor } from './learner.ts';
import { mistakes } from './mistakes.ts';

/** One learner's trouble, and what the board made of it. */
export interface Trouble {
  seat: string;
  /** The cause that was brought about. */
  expected: string;
  /** What the board named; null when it named none. */
  named: string | null;
  step: StepId;
  /** Rounds that looked at the seat while it was stuck. */
  rounds: number;
  /** What the learner's hand said, and what the board showed of it; both absent where none was raised. */
  hand?: { raised: string; shown: string | null };
  right: boolean;
}

/** A seat that the board could not tell of, throttled or waiting, is looked at again so many times at most. */
const mostLooks = 5;
/** Where nobody is stuck, the board is looked at once in so many milliseconds. */
const rhythm = 3_000;

interface Stuck {
  cause: string;
  hand: string | undefined;
  rounds: number;
  release(): void;
}

/**
 * Follows a class on the board, round after round, until all learners are done. A learner who is stuck stays so until
 * a round that began afterwards has looked at the seat: no clock decides what the board has seen.
 */
export class Follower implements Conductor {
  readonly troubles: Trouble[] = [];
  readonly rounds: RoundSeen[] = [];
  /** Who could not go on, and why. */
  readonly givenUp = new Map<string, string>();
  private readonly stuckNow = new Map<string, Stuck>();
  private wake: () => void = () => {};

  /** Who is stuck when the class is ended is let go. */
  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => {
      for (const { release } of this.stuckNow.values()) release();
    });
  }

  async pass(): Promise<void> {}
  done(): void {}
  mended(): void {}
  gaveUp(seat: string, why: string): void {
    this.givenUp.set(seat, why);
  }

  stuck(seat: string, cause: string, hand?: string): Promise<void> {
    return new Promise((release) => {
      this.stuckNow.set(seat, { cause, hand, rounds: 0, release });
      this.wake();
    });
  }

  /** Looks until `learning` is over, and once more. Rejects with whatever ends one of both. */
  async until(learning: Promise<unknown>, instructor: Pick<Instructor, 'look'>): Promise<RoundSeen> {
    let over = false;
    const ended = learning.finally(() => {
      over = true;
      this.wake();
    });
    ended.catch(() => undefined);
    while (!over) {
      await this.round(instructor);
      if (!over && this.stuckNow.size === 0) await Promise.race([this.something(), ended]);
    }
    await ended;
    return this.round(instructor);
  }

  private async round(instructor: Pick<Instructor, 'look'>): Promise<RoundSeen> {
    // Whoever gets stuck while the round goes on may have been looked at before.
    const before = [...this.stuckNow];
    const seen = await instructor.look();
    this.rounds.push(seen);
    const sights = new Map(seen.seats.map((sight) => [sight.seat, sight]));
    for (const [seat, stuck] of before) this.judge(seat, stuck, sights.get(seat));
    return seen;
  }

  private judge(seat: string, stuck: Stuck, sight: Sight | undefined): void {
    stuck.rounds += 1;
    const named = sight?.cause ?? null;
    if (named === null && stuck.rounds < mostLooks) return;
    const shown = sight?.hand ?? null;
    const step = mistakes[stuck.cause]?.after ?? 'step-0';
    this.troubles.push({
      ...{ seat, expected: stuck.cause, named, step },
      ...{ rounds: stuck.rounds, right: named === stuck.cause && (stuck.hand ?? null) === shown },
      ...(stuck.hand === undefined ? {} : { hand: { raised: stuck.hand, shown } }),
    });
    this.stuckNow.delete(seat);
    stuck.release();
  }

  /** Somebody is stuck, or all are done, or it is time to look again. */
  private something(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, rhythm);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = () => {};
        resolve();
      };
    });
  }
}
