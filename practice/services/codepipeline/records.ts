import type { Definition } from './definition/definition.ts';

/** Identifies a pipeline. Every record of this service begins with these members. */
export interface PipelineRef {
  accountId: string;
  region: string;
  pipelineName: string;
}

export interface PipelineRecord extends PipelineRef {
  /** The newest version of its definition. */
  version: number;
  /** Milliseconds since the epoch, like all times in records. */
  created: number;
  updated: number;
  tags: Record<string, string>;
  /** Number of executions that were started, which is also the newest execution's `number`. */
  started: number;
}

/** One version of a pipeline's definition. Running executions keep the version that they started with. */
export interface VersionRecord extends PipelineRef {
  definition: Definition;
  updated: number;
}

/** The state of a stage across executions. */
export interface StageRecord extends PipelineRef {
  stageName: string;
  /** The execution that is in the stage, which locks it. */
  holder?: string;
  latest?: { executionId: string; status: StageStatus; rollback?: true };
  /** Present while the transition into the stage is disabled. */
  disabled?: { reason: string; by: string; at: number };
  /** When the transition was last enabled again, and by whose ARN. */
  enabled?: { by: string; at: number };
}

export type StageStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Stopping' | 'Stopped';

export type ExecutionStatus =
  | 'InProgress'
  | 'Stopping'
  | 'Stopped'
  | 'Succeeded'
  | 'Superseded'
  | 'Failed'
  | 'Cancelled';

export interface Revision {
  actionName: string;
  artifactName?: string;
  revisionId: string;
  summary: string;
  url: string;
}

/** The location of an artifact in an artifact bucket. */
export interface ArtifactLocation {
  bucket: string;
  key: string;
}

/** The commit or branch that a source action uses instead of its own branch's newest commit. */
export interface SourceOverride {
  commit?: string;
  branch?: string;
}

/** How often a stage was retried automatically and manually in an execution, and what triggered the last retry. */
export interface Retries {
  auto: number;
  manual: number;
  latest: 'AutomatedStageRetry' | 'ManualStageRetry';
}

export interface ExecutionRecord extends PipelineRef {
  id: string;
  /** Sequence number of the execution in its pipeline, from 1. */
  number: number;
  version: number;
  mode: Definition['executionMode'];
  status: ExecutionStatus;
  trigger: { type: string; detail: string };
  /** The client's own token from StartPipelineExecution. */
  token?: string;
  startTime: number;
  lastUpdateTime: number;
  overrides: Record<string, SourceOverride>;
  /** The pipeline's variables, resolved. */
  variables: Record<string, string>;
  /** Output variables by namespace. */
  outputs: Record<string, Record<string, string>>;
  /** Locations of the artifacts produced so far, by artifact name. */
  artifacts: Record<string, ArtifactLocation>;
  revisions: Revision[];
  /** Index in its definition of the stage that the execution is in, or waits before. */
  stage: number;
  inStage: boolean;
  /** For the current run of the stage: action name → id of its action execution. */
  attempt: Record<string, string>;
  /** By stage name. */
  retries?: Record<string, Retries>;
  stop?: { abandon: boolean; reason?: string };
  /** Id of the execution that a rollback goes back to. Only rollbacks have it; they run in one stage only. */
  rollbackTarget?: string;
}

export interface ActionError {
  code: string;
  message: string;
}

export interface ActionExecutionRecord extends PipelineRef {
  executionId: string;
  id: string;
  /** Sequence number of the action execution in its pipeline. */
  order: number;
  version: number;
  stageName: string;
  actionName: string;
  status: 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';
  startTime: number;
  lastUpdateTime: number;
  /** ARN of the caller who answered the approval. */
  updatedBy?: string;
  resolvedConfiguration: Record<string, string>;
  inputArtifacts: ({ name: string } & ArtifactLocation)[];
  outputArtifacts: ({ name: string } & ArtifactLocation)[];
  outputVariables: Record<string, string>;
  summary?: string;
  externalExecutionId?: string;
  externalExecutionUrl?: string;
  revision?: { id: string; url: string };
  entityUrl?: string;
  error?: ActionError;
  /** Present while an approval waits for its answer. */
  approval?: { token: string; expires: number };
  /** The token of an approval that was answered, has expired or was abandoned. */
  answered?: string;
}
