import type { StepId } from '../../checker/lab/lab.ts';
import type { Diagnosis } from './board-observer.ts';
import type { Difference } from './compare.ts';

/** How one seat ended. */
export interface SeatReport {
  seat: string;
  account: string;
  access: 'shared' | 'profile' | 'role';
  /** False for a learner who did not come. */
  begins: boolean;
  /** The board's last word. */
  status: string;
  passed: StepId[];
  /** The teardown's word. */
  teardown: string;
  /** Why the learner could not go on; absent for one who could. */
  gaveUp?: string;
  /** One who came passed all eight steps and is clean; one who did not come is not begun. */
  right: boolean;
}

/** What `lab class simulate --reporter json` prints. Additive changes only within a schema version. */
export interface SimulationReport {
  schemaVersion: 1;
  verdict: 'pass' | 'fail';
  class: string;
  seed: number;
  seats: SeatReport[];
  /** Each learner who got stuck: the cause that was brought about, and the one that the board named. */
  troubles: Diagnosis[];
  /** `same`: every record is as it was before the class. */
  accounts: { account: string; seats: number; records: number; same: boolean }[];
  differences: Difference[];
  rounds: { calls: number; ms: number }[];
  /** `refused`: calls of anybody that were refused as too many. */
  calls: { learners: number; board: number; refused: number };
  teardown: { killed: boolean; ms: number };
  /** Milliseconds. */
  ms: { lessons: number; teardown: number; all: number };
}
