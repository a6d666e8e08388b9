import type { Calls } from '../account/calls.ts';
import type { Pipeline } from '../account/codepipeline.ts';
import type { CallError, Fact } from '../account/fact.ts';
import type { RateLimiter } from '../account/rate-limiter.ts';
import type { CallRecorder } from '../account/recording.ts';
import type { AccountWriter } from '../account/write/account-writer.ts';
import type { LabRecord } from '../facts/values.ts';
import type { Lab, LabNames } from '../lab/lab.ts';
import type { JournaledResource } from './journal.ts';
import type { Contents, Progress, Resource, ResourceTypeName, ScanResult } from './resource.ts';

/** One kind of thing that the lab makes. Adding a kind is adding a file and a line in kinds/index.ts. */
export interface ResourceType {
  name: ResourceTypeName;
  /** What a person calls it: "deploy bucket". */
  title: string;
  /** The kinds that have to be gone before this one is deleted. */
  after: readonly ResourceTypeName[];
  /** All things of this kind that might be the lab's, with their proofs. */
  find(scan: AccountScan): Promise<ScanResult>;
  /** Counts what a thing holds. */
  measure?(resource: Resource, scan: AccountScan): Promise<Fact<Contents>>;
  /** Deletes it. Throws Troubled when it could not, Stopped between two calls. */
  delete(resource: Resource, writer: AccountWriter, scan: AccountScan, progress: Progress): Promise<void>;
  /** `absent` once it is seen to be gone. */
  probe(resource: Resource, scan: AccountScan): Promise<Fact<unknown>>;
}

/** One look at the account: every answer in it is at most as old as the look, and none is asked for twice. */
export interface AccountScan {
  readonly lab: Lab;
  readonly names: LabNames;
  readonly accountId: string;
  readonly calls: Calls;
  /** For listings as long as a bucket: asks again each time and keeps no answer. */
  readonly uncached: Calls;
  /** For the two listings that are in the teardown's own table. */
  readonly writer: AccountWriter;
  readonly journaled: readonly JournaledResource[];
  /** What earlier checks saw of the lab: names to look for, a proof only where a name is never used again. */
  readonly record: LabRecord;
  readonly rateLimiter: RateLimiter | undefined;
  readonly newRecorder: (() => CallRecorder) | undefined;
  /** The account's pipelines, and which of them is the lab's. Read once a look. */
  inventory(): Promise<PipelineInventory>;
}

/** A pipeline, with every string of its definition: whatever it names stands among them. */
export interface PipelineStrings {
  name: string;
  strings: readonly string[];
}

/** The account's pipelines in the lab's region. */
export interface PipelineInventory {
  /** The pipeline of the lab's name, whosever it is. */
  candidate: Fact<Resource>;
  /** The lab's own pipeline, once proven to be. */
  labPipeline?: Pipeline & PipelineStrings;
  /** All others: also one of the lab's name that is not proven to be the lab's. */
  others: PipelineStrings[];
  /** Why other pipelines could not be read: whatever they use is not known. */
  readErrors: CallError[];
}
