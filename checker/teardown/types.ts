import type { Calls } from '../account/calls.ts';
import type { Pipeline } from '../account/codepipeline.ts';
import type { Connection } from '../account/connections.ts';
import type { CallError, Fact } from '../account/fact.ts';
import type { CallRecorder } from '../account/recording.ts';
import type { AccountWriter } from '../account/write/account-writer.ts';
import type { Lab, LabNames, NameOverride } from '../lab/lab.ts';
import type { Explanation, JournalView, LabRecord } from '../lab/lab-record.ts';
import type {
  Contents,
  OwnershipProof,
  Progress,
  Resource,
  ResourceTypeName,
  ScanResult,
} from './resource.ts';

/**
 * One type of resource that the lab creates. To add a type, add a file and a line in resource-types/index.ts.
 */
export interface ResourceType {
  name: ResourceTypeName;
  /** The type's name in reports: "deploy bucket". */
  title: string;
  /** The types whose resources must be gone before one of this type is deleted. */
  after: readonly ResourceTypeName[];
  /** Finds the ids of all resources of this type that might be the lab's, with the proofs known so far. */
  candidates(scan: AccountScan): Promise<Candidates>;
  /** Reads one candidate: whether it exists, its further proofs, and what else uses it. */
  inspect(candidate: Candidate, scan: AccountScan): Promise<ScanResult>;
  /** Counts what a resource contains. */
  measure?(resource: Resource, scan: AccountScan): Promise<Fact<Contents>>;
  /**
   * Stops what still changes the resource or what it made. Called before `delete`; what the lab put into its buckets
   * is read again afterwards.
   */
  stop?(resource: Resource, writer: AccountWriter, scan: AccountScan): Promise<void>;
  /**
   * Deletes the resource. Throws CallFailed when AWS refuses, Stopped when the signal aborts between two
   * calls.
   */
  delete(resource: Resource, writer: AccountWriter, scan: AccountScan, progress: Progress): Promise<void>;
  /** Takes back what an unfinished delete changed on a resource that stays. Throws CallFailed. */
  release?(resource: Resource, writer: AccountWriter, scan: AccountScan): Promise<void>;
  /** Returns `absent` once AWS reports that the resource is gone. */
  probe(
    resource: Pick<Resource, 'kind' | 'id' | 'name' | 'region'>,
    scan: AccountScan,
  ): Promise<Fact<unknown>>;
}

/** A resource that might be the lab's, before it is read. */
export interface Candidate {
  id: string;
  proofs: OwnershipProof[];
  hints: string[];
}

export interface Candidates {
  found: Candidate[];
  /** Lists that could not be read, so that there may be more candidates. */
  undetermined: { name: string; error: CallError }[];
  /** Names that a complete list does not contain, with a short text that says so. */
  absent: { name: string; code: string }[];
}

/** One scan of the account. No answer is older than the scan, and no call is made twice within it. */
export interface AccountScan {
  readonly lab: Lab;
  readonly names: LabNames;
  /** Every name that the lab can have given a resource of this kind: the settings', and the derived one. */
  ownNames(kind: NameOverride): readonly string[];
  readonly accountId: string;
  readonly calls: Calls;
  /** For listings as long as a bucket: makes every call again and keeps no answer in memory. */
  readonly uncached: Calls;
  readonly journal: JournalView;
  /** What earlier checks saw of the lab: names to search for. It proves nothing. */
  readonly record: LabRecord;
  readonly run: RunState;
  /** Creates a scan with the same settings that reads everything again. */
  again(): AccountScan;
  /** The account's pipelines, and which of them are the lab's. Read once per scan. */
  inventory(): Promise<PipelineInventory>;
  /** What the rest of the account contains that may be the lab's. Read once per run. */
  search(): Promise<AccountSearch>;
  /** Which entries of the lab's buckets the lab put there. */
  explanation(): Promise<ScanExplanation>;
  /** The contents of the buckets that this scan has measured, by bucket. */
  readonly measured: Map<string, Promise<Fact<Contents>>>;
}

/** What the scans of one run share. */
export interface RunState {
  /** Calls whose answers are kept for the whole run: for what is read once a run. */
  readonly calls: Calls;
  readonly newRecorder: () => CallRecorder;
  /** The ARNs of the lab's pipelines in all regions of this run. They are no foreign users of what the lab shares. */
  readonly labPipelines: Set<string>;
  /** The lab's roles in all regions of this run, as `role NAME`. */
  readonly labRoles: Set<string>;
  /** The names of the roles that the lab's pipelines work under, in all regions of this run. */
  readonly pipelineRoles: Set<string>;
  /** The proofs that the regions of this run have for what they share, by type and id. */
  readonly proofs: Map<string, OwnershipProof[]>;
  /** The regions whose teardown this run includes. */
  readonly regions: readonly string[];
  /** The regions to search for users and for the lab. */
  readonly searchRegions: readonly string[];
  /** Whether to search for the lab beyond its own names: tags, names that nearly match, other regions. */
  readonly isThorough: boolean;
  /** The last explanation that could be read while the pipeline existed, by region. */
  readonly explanations: Map<string, ScanExplanation>;
  /** The search, once it has begun, by the lab's region. */
  readonly searches: Map<string, Promise<AccountSearch>>;
}

/** A pipeline with every string of its definition, among them the name of every resource that it uses. */
export interface PipelineStrings {
  name: string;
  arn: string;
  region: string;
  strings: readonly string[];
}

/** The account's pipelines, as one scan sees them. */
export interface PipelineInventory {
  /** The pipelines that may be the lab's, even if they belong to another owner, by ARN. */
  candidates: Map<string, Fact<Resource>>;
  /** Own names that CodePipeline reports as absent, with its code. */
  absent: { name: string; code: string }[];
  /** The lab's own pipelines: those whose ownership is proven. */
  labPipelines: (Pipeline & PipelineStrings)[];
  /** All other pipelines, also of other regions, and those that have the lab's name without being proven. */
  others: PipelineStrings[];
  /** Why pipelines of the lab's region could not be read. What those pipelines use is unknown. */
  readErrors: CallError[];
}

/** One region as the search read it. */
export type RegionReading =
  /** `error` is why something of it is missing. What could be read counts all the same. */
  | { state: 'read'; pipelines: PipelineStrings[]; connections: Connection[]; error?: CallError }
  /** The account has not enabled the region, or it has no CodePipeline: nothing of the lab can be in it. */
  | { state: 'not in use'; why: string };

/** A resource with exactly one of the lab's names in a region that this run does not include. */
export interface Elsewhere {
  kind: ResourceTypeName;
  name: string;
  region: string;
}

/** Something that was not searched, or not to the end. The plan lists it, and its digest covers it. */
export interface SearchLimit {
  /** What was not searched: "eu-west-1", "tags of roles". */
  what: string;
  why: string;
  /** Set for a region. */
  region?: string;
}

/** What a run reads once of the rest of the account. */
export interface AccountSearch {
  regions: Map<string, RegionReading>;
  /** What may be the lab's by a tag, a name that nearly matches, or the place of its artifacts. */
  found: Record<ResourceTypeName, Candidate[]>;
  elsewhere: Elsewhere[];
  limits: SearchLimit[];
  /** The regions that had to be read: all but those that are not in use. */
  searchedRegions: string[];
}

/** What is known of the contents that the lab wrote. */
export interface ScanExplanation {
  byBucket: Map<string, Explanation>;
  /** Why not everything that the pipeline deployed could be read. */
  errors: CallError[];
}
