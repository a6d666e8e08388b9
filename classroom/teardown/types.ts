import type { CallError } from '../../checker/account/fact.ts';
import type { StepId } from '../../checker/lab/lab.ts';
import type { Verdict } from '../../checker/steps/finding.ts';
import type { TeardownOptions, TeardownResult } from '../../checker/teardown/teardown.ts';
import type { Seat } from '../seat.ts';
import type { Account } from './account-pool.ts';

/** Whose lab it is, for whatever was written down of it. */
export interface LabKey {
  target: string;
  accountId: string;
  region: string;
  seat: string;
}

/** How far a seat had come, as rounds saw it. Times are milliseconds since the epoch. */
export interface SeatProgress {
  /** Whether anything of the lab was seen of it. */
  begun: boolean;
  /** When all steps were first seen to pass. */
  done?: number;
  /** When it was last looked at, and how each step was then. */
  seen?: { at: number; steps: Partial<Record<StepId, Verdict>> };
}

/** One region that a seat was used in, and what a first look there found. */
export interface Place {
  region: string;
  options: TeardownOptions;
  preview: TeardownResult;
  /** When the look had ended: milliseconds since the epoch. */
  at: number;
}

/** A seat before anything was done. */
export interface ScannedSeat {
  seat: Seat;
  account?: Account;
  regions: Place[];
  /** What kept it, or a part of it, from being looked at. */
  troubles: CallError[];
}

/** What the teardown of a class would do. */
export interface ClassPlan {
  class: string;
  /** Confirms all of it; absent where nothing would go. */
  digest?: string;
  seats: ScannedSeat[];
}
