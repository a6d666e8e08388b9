import type { StepId } from '../../checker/lab/lab.ts';
import type { Diagnosis } from './board-observer.ts';
import type { Difference } from './compare.ts';

/** The result of one seat. */
export interface SeatReport {
  seat: string;
  account: string;
  access: 'shared' | 'profile' | 'role';
  /** False for a learner who is absent. */
  begins: boolean;
  /** The seat's last status on the board. */
  status: string;
  passed: StepId[];
  /** The seat's state in the teardown. */
  teardown: string;
  /** Why the learner gave up; undefined for one who did not. */
  gaveUp?: string;
  /** A present learner passed all eight steps and is clean; an absent learner is not begun. */
  right: boolean;
}

/**
 * The document of `lab class simulate --reporter json`. Fields are only ever added within a schema version.
 */
export interface SimulationReport {
  schemaVersion: 1;
  verdict: 'pass' | 'fail';
  class: string;
  seed: number;
  seats: SeatReport[];
  /** For each learner who got stuck: the cause that was injected, and the one that the board named. */
  troubles: Diagnosis[];
  /** `same`: every record equals its value before the class. */
  accounts: { account: string; seats: number; records: number; same: boolean }[];
  differences: Difference[];
  rounds: { calls: number; ms: number }[];
  /** `refused`: all calls that were throttled, of learners and instructor. */
  calls: { learners: number; board: number; refused: number };
  teardown: { killed: boolean; ms: number };
  /** Milliseconds. */
  ms: { lessons: number; teardown: number; all: number };
}
