import type { StepId, StepName } from '../checker/lab/lab.ts';
import type { Verdict } from '../checker/steps/finding.ts';
import type { SeatStatus } from './seat-status.ts';

/** What a seat is at, and what would help. Texts that hold the learner's own names are left out where names are hidden. */
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
  /** Since when it is seen at this very finding: milliseconds since the epoch. */
  since: number;
}

/** One seat on the board. Times are milliseconds since the epoch. */
export interface Row {
  /** The seat's id, or its number in the class where names are hidden. */
  seat: string;
  name?: string;
  standing: SeatStatus;
  /** Since when it stands so; undefined where nothing was looked at. */
  since?: number;
  /** Steps 1 to 8, as they were seen in the last look; `unseen` where that saw nothing. */
  steps: { id: StepId; name: StepName; verdict: Verdict | 'unseen' }[];
  at?: RowFinding;
  /** Why it could not be looked at. */
  trouble?: string;
  hand?: { text?: string; at: number };
  /** The first step that the plan has done by now and that is not, and how late it is: minutes. */
  behind?: { step: StepId; minutes: number };
  /** When it was last really looked at; undefined: never. */
  lookedAt?: number;
  /** When the oldest answer behind this row was given, where not all was asked in that look. */
  oldest?: number;
  source: 'account' | 'evidence';
  /** All of it passed, and nothing of it is there any more. */
  gone?: true;
}
