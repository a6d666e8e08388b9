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

/**
 * One type of resource that the lab creates. To add a type, add a file and a line in resource-types/index.ts.
 */
export interface ResourceType {
  name: ResourceTypeName;
  /** The type's name in reports: "deploy bucket". */
  title: string;
  /** The types whose resources must be gone before one of this type is deleted. */
  after: readonly ResourceTypeName[];
  /** Finds all resources of this type that might be the lab's, with their proofs. */
  find(scan: AccountScan): Promise<ScanResult>;
  /** Counts what a resource contains. */
  measure?(resource: Resource, scan: AccountScan): Promise<Fact<Contents>>;
  /**
   * Deletes the resource. Throws CallFailed when AWS refuses, Stopped when the signal aborts between two
   * calls.
   */
  delete(resource: Resource, writer: AccountWriter, scan: AccountScan, progress: Progress): Promise<void>;
  /** Returns `absent` once AWS reports that the resource is gone. */
  probe(resource: Resource, scan: AccountScan): Promise<Fact<unknown>>;
}

/** One scan of the account. No answer is older than the scan, and no call is made twice within it. */
export interface AccountScan {
  readonly lab: Lab;
  readonly names: LabNames;
  readonly accountId: string;
  readonly calls: Calls;
  /** For listings as long as a bucket: makes every call again and keeps no answer in memory. */
  readonly uncached: Calls;
  /** For the two listings that only the table of write operations contains. */
  readonly writer: AccountWriter;
  readonly journaled: readonly JournaledResource[];
  /**
   * What earlier checks saw of the lab: names to search for. It is a proof only where AWS never reuses a
   * name.
   */
  readonly record: LabRecord;
  readonly rateLimiter: RateLimiter | undefined;
  readonly newRecorder: (() => CallRecorder) | undefined;
  /** The account's pipelines, and which of them is the lab's. Read once per scan. */
  inventory(): Promise<PipelineInventory>;
}

/** A pipeline with every string of its definition, among them the name of every resource that it uses. */
export interface PipelineStrings {
  name: string;
  strings: readonly string[];
}

/** The account's pipelines in the lab's region. */
export interface PipelineInventory {
  /** The pipeline that has the lab's name, even if it belongs to another owner. */
  candidate: Fact<Resource>;
  /** The lab's own pipeline, when its ownership is proven. */
  labPipeline?: Pipeline & PipelineStrings;
  /** All other pipelines, including one that has the lab's name without proof that it is the lab's. */
  others: PipelineStrings[];
  /** Why other pipelines could not be read. What those pipelines use is unknown. */
  readErrors: CallError[];
}
