import type { Trouble } from '../account/fact.ts';

export type KindName =
  | 'pipeline'
  | 'deploy-bucket'
  | 'artifacts'
  | 'artifact-bucket'
  | 'connection'
  | 'role'
  | 'policy';

/** One reason to take a thing for the lab's. Two that do not rest on each other are needed to delete it. */
export interface Proof {
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
export interface Thing {
  kind: KindName;
  /** ARN, bucket name, or bucket and prefix: unique within the account and region. */
  id: string;
  /** What a person calls it. */
  name: string;
  /** Tells it from a later thing of the same id. Absent where AWS has nothing to tell by. */
  born?: string;
  /** Where it is, if that is not the lab's region. */
  region?: string;
  proofs: Proof[];
  /** Why it is not the lab's, whatever the proofs. */
  against?: string;
  /** What else uses it, as a person calls that. */
  users: string[];
  /** What could not be told and decides whether something else uses it. */
  untold: Trouble[];
  /** What goes with it or ends with it, and so belongs into the plan and its digest. */
  holds: Record<string, string | number | readonly string[]>;
  contents?: Contents;
}

/** Something of which it could not be told whether it is there, or whose it is. */
export interface Untold {
  kind: KindName;
  name: string;
  trouble: Trouble;
}

/** Something that was looked for and positively seen not to be there. */
export interface NotThere {
  kind: KindName;
  name: string;
  /** The answer that said so. */
  code: string;
}

export interface Findings {
  things: Thing[];
  absent: NotThere[];
  untold: Untold[];
}

/** Told while a bucket is emptied: entries gone so far. */
export type Progress = (done: number) => void;

export const nothingFound = (): Findings => ({ things: [], absent: [], untold: [] });

/** The findings of several, in order. */
export function merge(all: readonly Findings[]): Findings {
  return {
    things: all.flatMap(({ things }) => things),
    absent: all.flatMap(({ absent }) => absent),
    untold: all.flatMap(({ untold }) => untold),
  };
}
