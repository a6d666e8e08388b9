import type { Definition } from './definition/definition.ts';

/** Which pipeline: the first members of every record of this room. */
export interface PipelineRef {
  accountId: string;
  region: string;
  pipelineName: string;
}

export interface PipelineRecord extends PipelineRef {
  /** The newest version of its definition. */
  version: number;
  /** Milliseconds since the epoch, as all times in records. */
  created: number;
  updated: number;
  tags: Record<string, string>;
  /** How many executions were started: the number of the newest. */
  started: number;
}

/** One version of a pipeline's definition. Running executions keep the version that they started with. */
export interface VersionRecord extends PipelineRef {
  definition: Definition;
  updated: number;
}

/** What a stage remembers across executions. */
export interface StageRecord extends PipelineRef {
  stageName: string;
  /** The execution that is in the stage, which locks it. */
  holder?: string;
  latest?: { executionId: string; status: StageStatus; rollback?: true };
  /** Present while the transition into the stage is disabled. */
  disabled?: { reason: string; by: string; at: number };
  /** The last change of the transition, enabled again. */
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

/** A place in an artifact bucket. */
export interface ArtifactLocation {
  bucket: string;
  key: string;
}

/** What a source action is to take instead of its branch's newest commit. */
export interface SourceOverride {
  commit?: string;
  branch?: string;
}

/** How often a stage was retried in an execution, and what did it last. */
export interface Retries {
  auto: number;
  manual: number;
  latest: 'AutomatedStageRetry' | 'ManualStageRetry';
}

export interface ExecutionRecord extends PipelineRef {
  id: string;
  /** Counts the pipeline's executions, from 1: the newer has the higher. */
  number: number;
  version: number;
  mode: Definition['executionMode'];
  status: ExecutionStatus;
  trigger: { type: string; detail: string };
  /** The client's own token of StartPipelineExecution. */
  token?: string;
  startTime: number;
  lastUpdateTime: number;
  overrides: Record<string, SourceOverride>;
  /** The pipeline's variables, resolved. */
  variables: Record<string, string>;
  /** Output variables by namespace. */
  outputs: Record<string, Record<string, string>>;
  /** Where each artifact is that was made so far. */
  artifacts: Record<string, ArtifactLocation>;
  revisions: Revision[];
  /** The stage that it is in, or waits in front of: an index into its definition. */
  stage: number;
  inStage: boolean;
  /** In this run of the stage: action name → id of its action execution. */
  attempt: Record<string, string>;
  /** By stage. */
  retries?: Record<string, Retries>;
  stop?: { abandon: boolean; reason?: string };
  /** Set on a rollback, which goes through one stage: the execution that it went back to. */
  rollbackTarget?: string;
}

export interface ActionError {
  code: string;
  message: string;
}

export interface ActionExecutionRecord extends PipelineRef {
  executionId: string;
  id: string;
  /** Counts the pipeline's action executions: the newer has the higher. */
  order: number;
  version: number;
  stageName: string;
  actionName: string;
  status: 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';
  startTime: number;
  lastUpdateTime: number;
  /** ARN of who answered the approval. */
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
  /** An approval that waits for its answer, and until when. */
  approval?: { token: string; expires: number };
  /** The token of an approval that is answered, expired or abandoned. */
  answered?: string;
}
