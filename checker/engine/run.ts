import type { CallCount } from '../account/calls.ts';
import type { CredentialsKind } from '../account/fact.ts';
import type { LabRecord, Leftovers, Live } from '../facts/values.ts';
import type { GivenFlags } from '../lab/commands.ts';
import type { StepId, StepName } from '../lab/lab.ts';
import type { Finding, Verdict } from '../steps/finding.ts';

export type { Live };

/** An end state of an earlier step that is no longer true. */
export interface BrokenPrerequisite {
  step: StepId;
  name: StepName;
  check: string;
  /** `fail` or `waiting`. */
  verdict: Verdict;
  title: string;
  found: string;
}

export interface StepResult {
  id: StepId;
  name: StepName;
  title: string;
  verdict: Verdict;
  findings: Finding[];
  /** Set when this step did not pass: the end states that it requires and that are broken. */
  broken?: BrokenPrerequisite[];
}

/** The input of a report: a run's steps, or sections of the same shape. */
export interface Reported extends Pick<Run, 'verdict' | 'live' | 'leftovers' | 'given'> {
  steps: (Omit<StepResult, 'id' | 'name'> & { id: string; name: string })[];
}

/** The account that was checked; the caller of `check` fills it in. */
export interface RunTarget {
  kind: string;
  account: string;
  region: string;
  endpoint: string | null;
}

/** What one run found. The JSON report is this object with the target filled in. */
export interface Run {
  schemaVersion: 1;
  target?: RunTarget;
  verdict: Verdict;
  steps: StepResult[];
  /** The calls that were actually made. */
  calls: CallCount[];
  /** Set when the credentials themselves are unusable. */
  credentials?: CredentialsKind;
  /** The account and the caller's ARN, if known. */
  identity?: { account: string; arn: string };
  /** The lab's resources that exist now; missing when they could not be read. */
  live?: Live;
  /** Set when evidence was judged instead of an account: when it was saved (ISO 8601), and the kit's version then. */
  evidence?: { time: string; kitVersion: string };
  /** What is left of the lab, where step 9 was checked. Not part of any report: the findings tell it. */
  leftovers?: Leftovers;
  /** The flags that the user gave, for the commands in a report. Not part of any report. */
  given?: GivenFlags;
  /** The lab's resources that the run saw, to be stored so that step 9 can look for them. Not part of any report. */
  seen?: LabRecord;
  /** Facts that did not arrive in time. Not part of any report. */
  late?: readonly string[];
}
