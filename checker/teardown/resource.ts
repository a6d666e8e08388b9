import type { CallError } from '../account/fact.ts';

export type ResourceTypeName =
  | 'pipeline'
  | 'deploy-bucket'
  | 'artifacts'
  | 'artifact-bucket'
  | 'connection'
  | 'role'
  | 'policy';

/** One reason to take a thing for the lab's. Two that do not rest on each other are needed to delete it. */
export interface OwnershipProof {
  by: 'name' | 'tag' | 'pipeline' | 'definition' | 'role' | 'bucket' | 'journal';
  /** For a person: "its name is the lab's". */
  text: string;
}

/** What a bucket, or a part of one, holds. */
export interface Contents {
  versions: number;
  markers: number;
  uploads: number;
  bytes: number;
  /** Changes when any version, marker or upload comes or goes. */
  fingerprint: string;
}

/** One thing of the account that might be the lab's. */
export interface Resource {
  kind: ResourceTypeName;
  /** ARN, bucket name, or bucket and prefix: unique within the account and region. */
  id: string;
  /** What a person calls it. */
  name: string;
  /** Tells it from a later thing of the same id. Absent where AWS has nothing to tell by. */
  incarnation?: string;
  /** Where it is, if that is not the lab's region. */
  region?: string;
  proofs: OwnershipProof[];
  /** Why it is not the lab's, whatever the proofs. */
  notOursBecause?: string;
  /** What else uses it, as a person calls that. */
  users: string[];
  /** What could not be told and decides whether something else uses it. */
  undetermined: CallError[];
  /** What goes with it or ends with it, and so belongs into the plan and its digest. */
  holds: Record<string, string | number | readonly string[]>;
  contents?: Contents;
}

/** Something of which it could not be told whether it is there, or whose it is. */
export interface UndeterminedResource {
  kind: ResourceTypeName;
  name: string;
  error: CallError;
}

/** Something that was looked for and positively seen not to be there. */
export interface AbsentResource {
  kind: ResourceTypeName;
  name: string;
  /** The answer that said so. */
  code: string;
}

export interface ScanResult {
  resources: Resource[];
  absent: AbsentResource[];
  undetermined: UndeterminedResource[];
}

/** Told while a bucket is emptied: entries gone so far. */
export type Progress = (done: number) => void;

export const emptyScanResult = (): ScanResult => ({ resources: [], absent: [], undetermined: [] });

/** The findings of several, in order. */
export function mergeScanResults(all: readonly ScanResult[]): ScanResult {
  return {
    resources: all.flatMap(({ resources }) => resources),
    absent: all.flatMap(({ absent }) => absent),
    undetermined: all.flatMap(({ undetermined }) => undetermined),
  };
}
