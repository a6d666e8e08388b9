import type {
  ActionCategory,
  ActionOwner,
  ArtifactStore,
  PipelineTriggerDeclaration,
  PipelineVariableDeclaration,
  RetryConfiguration,
} from '@aws-sdk/client-codepipeline';

/** A pipeline's definition once it was found valid: what is optional for a client has its default here. */
export interface Definition {
  name: string;
  roleArn: string;
  artifactStore?: ArtifactStoreRecord;
  /** By region, for pipelines with actions in several regions. */
  artifactStores?: Record<string, ArtifactStoreRecord>;
  stages: Stage[];
  version: number;
  executionMode: 'SUPERSEDED' | 'QUEUED' | 'PARALLEL';
  pipelineType: 'V1' | 'V2';
  variables?: PipelineVariableDeclaration[];
  triggers?: PipelineTriggerDeclaration[];
}

export interface ArtifactStoreRecord extends ArtifactStore {
  location: string;
}

export interface Stage {
  name: string;
  actions: Action[];
  onFailure?: OnFailure;
}

/** What happens by itself when a stage has failed. */
export interface OnFailure {
  result: 'ROLLBACK' | 'RETRY';
  retryConfiguration?: RetryConfiguration;
}

export interface Action {
  name: string;
  actionTypeId: { category: ActionCategory; owner: ActionOwner; provider: string; version: string };
  runOrder: number;
  configuration: Record<string, string>;
  inputArtifacts: { name: string }[];
  outputArtifacts: { name: string }[];
  roleArn?: string;
  region?: string;
  namespace?: string;
  timeoutInMinutes?: number;
}

/** Where the artifacts of actions of a region are kept. */
export function artifactStoreFor(definition: Definition, region: string): ArtifactStoreRecord | undefined {
  return definition.artifactStore ?? definition.artifactStores?.[region];
}
