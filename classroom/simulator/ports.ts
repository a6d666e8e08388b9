import type { StepId } from '../../checker/lab/lab.ts';

/** What the board shows of one seat. */
export interface BoardSeat {
  seat: string;
  /** The seat's status (`standing` in the document). */
  status: string;
  /** The cause that the seat is stuck on, where the board names one. */
  cause?: string;
  /** The check that did not pass, where the board names one. */
  check?: string;
  /** The text of the learner's help request. */
  helpRequest?: string;
  /** The steps that pass. */
  passed: StepId[];
}

/** One poll of the whole class. */
export interface PollReport {
  seats: BoardSeat[];
  /** The number of AWS calls that the poll made. */
  calls: number;
  /** Milliseconds. */
  ms: number;
}

/** The outcome of one seat in the teardown of the class. */
export interface SeatTeardown {
  seat: string;
  /** The teardown's state: `clean`, `not-begun`, … */
  state: string;
}

/** The class commands that an instructor runs in another terminal. */
export interface Instructor {
  /** Polls the class once. Answers what the board then shows. */
  poll(): Promise<PollReport>;
  /** Tears down the class. With `kill`, the first process is killed midway, and a second one resumes. */
  teardown(kill: boolean): Promise<{ seats: SeatTeardown[]; killed: boolean; ms: number }>;
}
