import type { Pipeline, PipelineAction, Trigger } from '../account/codepipeline.ts';
import type { ActionExecution, Execution, StageState } from '../account/executions.ts';
import type { CallError } from '../account/fact.ts';
import type { ObjectVersion, PublicAccessBlock } from '../account/s3.ts';
import type { ObjectResponse } from '../account/sources/object-url.ts';
import type { LabRecord, LastTeardown, ResourceTypeName } from '../lab/lab-record.ts';
import type { Deployment } from './deployments.ts';

/** The types of fact values for the judges, which import them from here and nothing from `checker/account`. */
export type {
  ActionExecution,
  Deployment,
  Execution,
  LabRecord,
  ObjectResponse,
  ObjectVersion,
  Pipeline,
  PipelineAction,
  PublicAccessBlock,
  StageState,
  Trigger,
};

/** The regions that the tools on this machine are set to; a field is missing when its setting is. */
export interface RegionSettings {
  AWS_REGION?: string;
  AWS_DEFAULT_REGION?: string;
  /** The region in the CLI's configuration file for the profile in use. */
  config?: string;
}

/** A page's bytes reduced to what judges read: their hash, and the beginning of the text. */
export interface PageContent {
  sha256: string;
  bytes: number;
  /** The first 64 KiB. */
  text: string;
  contentType?: string;
}

/** Buckets that resemble the one looked for. No call is made when that one exists. */
export interface BucketNearMiss {
  /** The bucket exists, but the account's own list of buckets does not contain it. */
  foreign: boolean;
  /** Buckets of the account with similar names. */
  similar: string[];
}

export interface NearMiss {
  /** Names in the lab's region. */
  similar: string[];
  /** Other regions in which the exact name exists. */
  regions: string[];
}

/**
 * What a teardown would do with what is left. `deletable`: it is proven to be the lab's. `undecided`: it may be the
 * lab's, and the user has to decide. `similar`: only its name resembles the lab's. `kept`: it stays for a reason.
 */
export type LeftoverState = 'deletable' | 'undecided' | 'similar' | 'kept';

/** A resource that is left, or may be left, of the lab. */
export interface Leftover {
  kind: ResourceTypeName;
  /** The kind in reports: "deploy bucket". */
  title: string;
  name: string;
  arn: string;
  region: string;
  state: LeftoverState;
  /** Why a teardown would keep it. */
  why?: string;
}

/** What is left of the lab, as a teardown's plan has it. */
export interface Leftovers {
  items: Leftover[];
  /** What could not be determined. */
  undetermined: { kind: ResourceTypeName; name: string; error: CallError }[];
  /** What has the lab's names in other regions. */
  elsewhere: { kind: ResourceTypeName; title: string; name: string; region: string }[];
  /** What was not searched, and why, as a report prints it. */
  notSearched: { what: string; why: string }[];
  lastTeardown?: LastTeardown;
}

/** A resource of the lab that exists. */
export interface LiveResource {
  kind: 'pipeline' | 'bucket' | 'connection' | 'role';
  name: string;
  /** The creation time, in milliseconds since the epoch; connections do not report it. */
  since?: number;
}

/** The lab's resources that exist now, and the kinds that could not be read. */
export interface Live {
  resources: LiveResource[];
  unknown: LiveResource['kind'][];
}
