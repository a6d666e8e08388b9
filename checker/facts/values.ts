import type { Pipeline, PipelineAction, Trigger } from '../account/codepipeline.ts';
import type { Connection } from '../account/connections.ts';
import type { ActionExecution, Execution, StageState } from '../account/executions.ts';
import type { Role, RolePolicy } from '../account/iam.ts';
import type { ListResult } from '../account/paging.ts';
import type { Bucket, ObjectVersion, PublicAccessBlock, Versioning } from '../account/s3.ts';
import type { CloneState } from '../account/sources/clone.ts';
import type { Branches } from '../account/sources/git.ts';
import type { ObjectResponse } from '../account/sources/object-url.ts';
import type { Identity } from '../account/sts.ts';
import type { LabNames } from '../lab/lab.ts';
import type { Deployment } from './deployments.ts';

/** What facts are made of, for the judges: they import from here and from nowhere else of the account. */
export type {
  ActionExecution as ActionRun,
  Deployment,
  Execution,
  ObjectResponse as WebAnswer,
  ObjectVersion,
  Pipeline,
  PipelineAction,
  PublicAccessBlock,
  StageState,
  Trigger,
};

/** The regions that the tools around the checker are set to; each only where it is set. */
export interface RegionSettings {
  AWS_REGION?: string;
  AWS_DEFAULT_REGION?: string;
  /** The CLI's configuration file, for the profile in use. */
  config?: string;
}

/** What earlier runs have seen of the lab: enough to look for leftovers once the way to them is gone. */
export interface LabRecord {
  bucket?: string;
  pipeline?: string;
  /** The artifact store's bucket, which console pipelines share. */
  artifactBucket?: string;
  connectionArn?: string;
  roleName?: string;
  policyArns?: string[];
}

/** A page's bytes, boiled down: their hash, and the text where a judge reads it. */
export interface PageContent {
  sha256: string;
  bytes: number;
  /** The first 64 KiB. */
  text: string;
  contentType?: string;
}

/** Things that are almost the one looked for. Nothing is asked when that one is there. */
export interface BucketNearMiss {
  /** The bucket exists, but the account's own list of buckets does not hold it. */
  foreign: boolean;
  /** Buckets of the account whose names come near. */
  similar: string[];
}

export interface NearMiss {
  /** Names in the lab's region. */
  similar: string[];
  /** Other regions that hold the name. */
  regions: string[];
}

/** One thing of the lab that is there. */
export interface LiveResource {
  kind: 'pipeline' | 'bucket' | 'connection' | 'role';
  name: string;
  /** Milliseconds since the epoch; connections don't tell. */
  since?: number;
}

/** What of the lab is there now, and the kinds that could not be asked. */
export interface Live {
  resources: LiveResource[];
  unknown: LiveResource['kind'][];
}

/** Every fact that a check may read, and what it holds when it is known. */
export interface FactValues {
  identity: Identity;
  names: LabNames;
  regions: RegionSettings;
  /** Milliseconds by which this machine's clock is ahead. */
  clock: number;
  /** Milliseconds since the epoch; absent when the credentials carry no expiry. */
  sessionEnd: number;

  branches: Branches;
  /** `index.html` at the tip of the branch. */
  page: PageContent;
  /** When the commit at the tip of the branch was made: it was pushed then, or later. Milliseconds since the epoch. */
  tipTime: number;
  clone: CloneState;

  bucket: Bucket;
  bucketNearMiss: BucketNearMiss;
  publicAccess: PublicAccessBlock;
  versioning: Versioning;
  encryption: string;
  publicPolicy: boolean;
  bucketTags: Record<string, string>;

  connections: ListResult<Connection>;
  connectionElsewhere: string[];

  pipeline: Pipeline;
  pipelineNearMiss: NearMiss;
  /** The connection that the pipeline's source names, wherever it is. */
  sourceConnection: Connection;
  stages: StageState[];
  role: Role;
  rolePolicies: RolePolicy[];

  /** Newest first, of the newest that are read at most; `historyRead` says whether these are all. */
  executions: Execution[];
  runs: ActionExecution[];
  /** Whether every execution and action run was read, and how many were. */
  historyRead: { complete: boolean; executions: number; runs: number };
  /** The versions of `index.html` in the deploy bucket, newest first. */
  versions: ObjectVersion[];
  deployments: Deployment[];
  /** The deployment that wrote what is live now; absent when none did. */
  liveDeployment: Deployment;
  /** `index.html`: the object as it is now, … */
  livePage: PageContent;
  /** … out of the artifact of the execution that deployed it, … */
  artifactPage: PageContent;
  /** … and in the commit of that execution. */
  commitPage: PageContent;
  /** The newest older deployment of another commit, and its page, if the version is still kept. */
  earlierDeployment: Deployment;
  earlierPage: PageContent;

  freshUrl: ObjectResponse;
  plainUrl: ObjectResponse;
  /** Absent, and not fetched, where the address is not S3's. */
  givenUrl: ObjectResponse;

  record: LabRecord;
  pipelineLeft: string;
  bucketLeft: string;
  artifactsLeft: { bucket: string; prefix: string; count: number };
  connectionsLeft: string[];
  roleLeft: string;
  policiesLeft: string[];
  bucketsElsewhere: { name: string; region: string }[];

  live: Live;
}

export type FactName = keyof FactValues;
