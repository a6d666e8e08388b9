import type { StepId, StepName } from '../checker/lab/lab.ts';
import type { Verdict } from '../checker/steps/finding.ts';
import type { SeatStatus } from './seat-status.ts';

/** The finding that a seat is at. Where names are hidden, `found` and `fix` are left out. */
export interface RowFinding {
  step: StepId;
  name: StepName;
  check: string;
  verdict: Verdict;
  title: string;
  cause?: string;
  found?: string;
  /** What to type or click next. */
  fix?: string;
  link: string;
  /** When the seat was first seen at this finding: milliseconds since the epoch. */
  since: number;
}

/** One seat on the board. Times are milliseconds since the epoch. */
export interface Row {
  /** The seat's id, or its number in the class where names are hidden. */
  seat: string;
  name?: string;
  standing: SeatStatus;
  /** When the seat's status last changed; undefined where the seat was not polled. */
  since?: number;
  /** Steps 1 to 8 as the last poll judged them; `unseen` where it judged nothing. */
  steps: { id: StepId; name: StepName; verdict: Verdict | 'unseen' }[];
  at?: RowFinding;
  /** Why the seat could not be polled. */
  trouble?: string;
  hand?: { text?: string; at: number };
  /** The first step that is late by the schedule, and by how many minutes. */
  behind?: { step: StepId; minutes: number };
  /** When a poll last read the seat; undefined if none ever did. */
  lookedAt?: number;
  /** When the oldest answer behind this row was given, where the poll reused earlier answers. */
  oldest?: number;
  source: 'account' | 'evidence';
  /** All steps passed, and nothing of the lab is left. */
  gone?: true;
}
