import type { CallCount } from '../account/calls.ts';
import type { CredentialsKind } from '../account/fact.ts';
import type { LabRecord, Live } from '../facts/values.ts';
import type { StepId, StepName } from '../lab/lab.ts';
import type { Finding, Verdict } from '../steps/finding.ts';

export type { Live };

/** An end state of an earlier step that does not hold any more. */
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
  /** Where this step did not pass: what it rests on, and what of that is broken. */
  broken?: BrokenPrerequisite[];
}

/** What a report is made of: a run's steps, or sections in their shape. */
export interface Reported extends Pick<Run, 'verdict' | 'live'> {
  steps: (Omit<StepResult, 'id' | 'name'> & { id: string; name: string })[];
}

/** Which account was looked at; the caller of `check` knows. */
export interface RunTarget {
  kind: string;
  account: string;
  region: string;
  endpoint: string | null;
}

/** What one run found. The JSON report is this, with the target filled in. */
export interface Run {
  schemaVersion: 1;
  target?: RunTarget;
  verdict: Verdict;
  steps: StepResult[];
  /** The calls that were really made. */
  calls: CallCount[];
  /** Set when the credentials themselves are of no use. */
  credentials?: CredentialsKind;
  /** The account and who asked, where that is known. */
  identity?: { account: string; arn: string };
  /** What of the lab is there now; absent where nobody could ask. */
  live?: Live;
  /** Set when no account was asked, but evidence judged: when that was saved (ISO 8601), and by which kit. */
  evidence?: { time: string; kitVersion: string };
  /** What of the lab was seen: to be kept, so that step 9 knows where to look. Not part of any report. */
  seen?: LabRecord;
  /** Facts that did not come in time. Not part of any report. */
  late?: readonly string[];
}
