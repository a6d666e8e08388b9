import type { CallError } from '../account/fact.ts';

export type ResourceTypeName =
  | 'pipeline'
  | 'deploy-bucket'
  | 'artifacts'
  | 'artifact-bucket'
  | 'connection'
  | 'role'
  | 'policy';

/** One reason to believe that a resource is the lab's. A deletion requires two independent ones. */
export interface OwnershipProof {
  by: 'name' | 'tag' | 'pipeline' | 'definition' | 'role' | 'bucket' | 'journal';
  /** The text that reports print: "its name is the lab's". */
  text: string;
}

/** What a bucket, or a prefix of one, contains. */
export interface Contents {
  versions: number;
  markers: number;
  uploads: number;
  bytes: number;
  /** Changes when any version, marker or upload is added or removed. */
  fingerprint: string;
}

/** One resource of the account that might be the lab's. */
export interface Resource {
  kind: ResourceTypeName;
  /** ARN, bucket name, or bucket and prefix: unique within the account and region. */
  id: string;
  /** The name that reports print. */
  name: string;
  /**
   * Distinguishes it from a later resource with the same id. Undefined where AWS reports nothing to compare.
   */
  incarnation?: string;
  /** Its region, if that is not the lab's region. */
  region?: string;
  proofs: OwnershipProof[];
  /** Why it is not the lab's. Overrides every proof. */
  notOursBecause?: string;
  /** What else uses it, in the words that reports print. */
  users: string[];
  /** The failed calls that leave it open whether something else uses it. */
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
