import type { CallError } from '../../checker/account/fact.ts';
import type { StepId } from '../../checker/lab/lab.ts';
import type { Verdict } from '../../checker/steps/finding.ts';
import type { TeardownOptions, TeardownResult } from '../../checker/teardown/teardown.ts';
import type { Seat } from '../seat.ts';
import type { Account } from './open-accounts.ts';

/** Identifies one lab in records and journals. */
export interface LabKey {
  target: string;
  accountId: string;
  region: string;
  seat: string;
}

/** How far a seat came, as polls saw it. Times are milliseconds since the epoch. */
export interface SeatProgress {
  /** Whether a poll saw anything of the lab. */
  begun: boolean;
  /** When all steps were first seen to pass. */
  done?: number;
  /** When a poll last read the seat, and the verdict of each step then. */
  seen?: { at: number; steps: Partial<Record<StepId, Verdict>> };
}

/** One region that a seat used, with the result of a dry run there. */
export interface SeatRegion {
  region: string;
  options: TeardownOptions;
  preview: TeardownResult;
  /** When the dry run ended: milliseconds since the epoch. */
  at: number;
}

/** A seat before anything is deleted. */
export interface ScannedSeat {
  seat: Seat;
  account?: Account;
  regions: SeatRegion[];
  /** The errors because of which the seat, or a region of it, could not be scanned. */
  errors: CallError[];
}

/** What the teardown of a class would do. */
export interface ClassPlan {
  class: string;
  /** The digest that confirms the plan; undefined where nothing would be deleted. */
  digest?: string;
  seats: ScannedSeat[];
}
