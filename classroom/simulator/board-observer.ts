import type { StepId } from '../../checker/lab/lab.ts';
import type { SimulationHooks } from './learner.ts';
import { mistakes } from './mistakes.ts';
import type { BoardSeat, Instructor, PollReport } from './ports.ts';

/** A learner's mistake, and the cause that the board named for it. */
export interface Diagnosis {
  seat: string;
  /** The cause that was injected. */
  expected: string;
  /** The cause that the board named; null when it named none. */
  named: string | null;
  step: StepId;
  /** How many polls read the seat while it was stuck. */
  rounds: number;
  /**
   * The text of the learner's help request, and what the board showed of it; undefined where there was none.
   */
  hand?: { raised: string; shown: string | null };
  right: boolean;
}

/**
 * How many polls a stuck seat gets before the board must have named a cause: throttling can delay an answer.
 */
const maxPolls = 5;
/** How often the board is polled while no learner is stuck: milliseconds. */
const pollIntervalMs = 3_000;

interface StuckSeat {
  cause: string;
  helpRequest: string | undefined;
  rounds: number;
  release(): void;
}

/**
 * Polls the board until all learners are done. A stuck learner stays stuck until a poll that began afterwards
 * has read the seat, so that no timer decides what the board has seen.
 */
export class BoardObserver implements SimulationHooks {
  readonly diagnoses: Diagnosis[] = [];
  readonly rounds: PollReport[] = [];
  /** The seats whose learners gave up, and why. */
  readonly givenUp = new Map<string, string>();
  private readonly stuckSeats = new Map<string, StuckSeat>();
  private wake: () => void = () => {};

  /** Releases all stuck learners when the signal aborts. */
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

  /** Polls until `running` ends, and once more. Rejects if `running` or a poll rejects. */
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
    // A learner who gets stuck during the poll can have been read before that, so only these seats count.
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
      seat,
      expected: stuckSeat.cause,
      named,
      step,
      rounds: stuckSeat.rounds,
      right: named === stuckSeat.cause && (stuckSeat.helpRequest ?? null) === shown,
      ...(stuckSeat.helpRequest === undefined ? {} : { hand: { raised: stuckSeat.helpRequest, shown } }),
    });
    this.stuckSeats.delete(seat);
    stuckSeat.release();
  }

  /** Resolves when a learner gets stuck, all are done, or the next poll is due. */
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
