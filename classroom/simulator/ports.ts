import type { StepId } from '../../checker/lab/lab.ts';

/** What the board says of one seat. */
export interface BoardSeat {
  seat: string;
  /** The board's own word for how the seat is. */
  status: string;
  /** The cause that the seat is stuck on, where the board names one. */
  cause?: string;
  /** The check that did not pass, where the board names one. */
  check?: string;
  /** What a raised hand says. */
  helpRequest?: string;
  /** The steps that pass. */
  passed: StepId[];
}

/** One round over the whole class. */
export interface PollReport {
  seats: BoardSeat[];
  /** Calls of AWS that the round made. */
  calls: number;
  /** Milliseconds. */
  ms: number;
}

/** What became of one seat in the teardown of the class. */
export interface SeatTeardown {
  seat: string;
  /** The teardown's own word: `clean`, `not begun`, … */
  state: string;
}

/** The class's own commands, as an instructor types them in another terminal. */
export interface Instructor {
  /** One round, and what the board says after it. */
  poll(): Promise<PollReport>;
  /** Removes all that the class made. With `kill`, its process is killed in the middle, and another one goes on. */
  teardown(kill: boolean): Promise<{ seats: SeatTeardown[]; killed: boolean; ms: number }>;
}
