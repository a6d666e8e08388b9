import type { StepId } from '../../checker/lab/lab.ts';
import type { SimulationHooks } from './learner.ts';
import { mistakes } from './mistakes.ts';
import type { BoardSeat, Instructor, PollReport } from './ports.ts';

/** One learner's trouble, and what the board made of it. */
export interface Diagnosis {
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
const maxPolls = 5;
/** Where nobody is stuck, the board is looked at once in so many milliseconds. */
const pollIntervalMs = 3_000;

interface StuckSeat {
  cause: string;
  helpRequest: string | undefined;
  rounds: number;
  release(): void;
}

/**
 * Follows a class on the board, round after round, until all learners are done. A learner who is stuck stays so until
 * a round that began afterwards has looked at the seat: no clock decides what the board has seen.
 */
export class BoardObserver implements SimulationHooks {
  readonly diagnoses: Diagnosis[] = [];
  readonly rounds: PollReport[] = [];
  /** Who could not go on, and why. */
  readonly givenUp = new Map<string, string>();
  private readonly stuckSeats = new Map<string, StuckSeat>();
  private wake: () => void = () => {};

  /** Who is stuck when the class is ended is let go. */
  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => {
      for (const { release } of this.stuckSeats.values()) release();
    });
  }

  async wait(): Promise<void> {}
  stepDone(): void {}
  fixed(): void {}
  gaveUp(seat: string, why: string): void {
    this.givenUp.set(seat, why);
  }

  stuck(seat: string, cause: string, helpRequest?: string): Promise<void> {
    return new Promise((release) => {
      this.stuckSeats.set(seat, { cause, helpRequest, rounds: 0, release });
      this.wake();
    });
  }

  /** Looks until `learning` is over, and once more. Rejects with whatever ends one of both. */
  async pollUntil(running: Promise<unknown>, instructor: Pick<Instructor, 'poll'>): Promise<PollReport> {
    let isOver = false;
    const ended = running.finally(() => {
      isOver = true;
      this.wake();
    });
    ended.catch(() => undefined);
    while (!isOver) {
      await this.poll(instructor);
      if (!isOver && this.stuckSeats.size === 0) await Promise.race([this.nextChange(), ended]);
    }
    await ended;
    return this.poll(instructor);
  }

  private async poll(instructor: Pick<Instructor, 'poll'>): Promise<PollReport> {
    // Whoever gets stuck while the round goes on may have been looked at before.
    const before = [...this.stuckSeats];
    const report = await instructor.poll();
    this.rounds.push(report);
    const boardSeats = new Map(report.seats.map((boardSeat) => [boardSeat.seat, boardSeat]));
    for (const [seat, stuckSeat] of before) this.record(seat, stuckSeat, boardSeats.get(seat));
    return report;
  }

  private record(seat: string, stuckSeat: StuckSeat, boardSeat: BoardSeat | undefined): void {
    stuckSeat.rounds += 1;
    const named = boardSeat?.cause ?? null;
    if (named === null && stuckSeat.rounds < maxPolls) return;
    const shown = boardSeat?.helpRequest ?? null;
    const step = mistakes[stuckSeat.cause]?.after ?? 'step-0';
    this.diagnoses.push({
      ...{ seat, expected: stuckSeat.cause, named, step },
      ...{
        rounds: stuckSeat.rounds,
        right: named === stuckSeat.cause && (stuckSeat.helpRequest ?? null) === shown,
      },
      ...(stuckSeat.helpRequest === undefined ? {} : { hand: { raised: stuckSeat.helpRequest, shown } }),
    });
    this.stuckSeats.delete(seat);
    stuckSeat.release();
  }

  /** Somebody is stuck, or all are done, or it is time to look again. */
  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollIntervalMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = () => {};
        resolve();
      };
    });
  }
}
