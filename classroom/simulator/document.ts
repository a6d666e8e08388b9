import type { StepId } from '../../checker/lab/lab.ts';
import type { Difference } from './compare.ts';
import type { Trouble } from './follow.ts';

/** How one seat ended. */
export interface SeatEnd {
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
export interface Rehearsal {
  schemaVersion: 1;
  verdict: 'pass' | 'fail';
  class: string;
  seed: number;
  seats: SeatEnd[];
  /** Each learner who got stuck: the cause that was brought about, and the one that the board named. */
  troubles: Trouble[];
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
