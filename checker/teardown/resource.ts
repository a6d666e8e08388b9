import type { CallError } from '../account/fact.ts';
import type { Contents, OwnershipProof, ResourceTypeName, UnexplainedContents } from '../lab/lab-record.ts';

export type { Contents, OwnershipProof, ResourceTypeName, UnexplainedContents };

/** One resource of the account that might be the lab's. */
export interface Resource {
  kind: ResourceTypeName;
  /** ARN, bucket name, or bucket and prefix: unique within the account and region. */
  id: string;
  /** The name that reports print. */
  name: string;
  /**
   * Distinguishes it from a later resource with the same id. Undefined where AWS reports nothing to compare: a bucket's
   * creation date also changes when its policy is edited.
   */
  incarnation?: string;
  /** Its region, if that is not the lab's region. */
  region?: string;
  proofs: OwnershipProof[];
  /** Why it is listed although nothing proves that it is the lab's: a name that nearly matches. */
  hints: string[];
  /** Set if an earlier teardown listed it as kept: why, and whether the user still had to decide. */
  wasKept?: { why: string; undecided: boolean };
  /** Why it is not the lab's. Overrides every proof. */
  notOursBecause?: string;
  /** What else uses it, in the words that reports print. */
  users: string[];
  /** Set for what the console shares among the pipelines of a region: it is named, and never deleted. */
  sharedBecause?: string;
  /** The failed calls that leave it open whether something else uses it, or what it contains. */
  undetermined: CallError[];
  /** What its deletion also deletes or stops. It is part of the plan and of the plan's digest. */
  holds: Record<string, string | number | readonly string[]>;
  contents?: Contents;
}

/** A resource whose existence or owner could not be determined. */
export interface UndeterminedResource {
  kind: ResourceTypeName;
  name: string;
  error: CallError;
}

/** A resource that AWS positively reports as absent. */
export interface AbsentResource {
  kind: ResourceTypeName;
  name: string;
  /** The error code, or a short text, that reports the absence. */
  code: string;
}

export interface ScanResult {
  resources: Resource[];
  absent: AbsentResource[];
  undetermined: UndeterminedResource[];
}

/** Called while a bucket is emptied, with the number of entries deleted so far. */
export type Progress = (done: number) => void;

export const emptyScanResult = (): ScanResult => ({ resources: [], absent: [], undetermined: [] });

/** Concatenates the results, in order. */
export function mergeScanResults(all: readonly ScanResult[]): ScanResult {
  return {
    resources: all.flatMap(({ resources }) => resources),
    absent: all.flatMap(({ absent }) => absent),
    undetermined: all.flatMap(({ undetermined }) => undetermined),
  };
}
