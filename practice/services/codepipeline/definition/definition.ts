import type {
  ActionCategory,
  ActionOwner,
  ArtifactStore,
  PipelineTriggerDeclaration,
  PipelineVariableDeclaration,
  RetryConfiguration,
} from '@aws-sdk/client-codepipeline';

/** A pipeline's valid definition. Members that are optional for a client have their defaults here. */
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

/** What CodePipeline does automatically when a stage has failed. */
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

/** The artifact store for actions in a region. */
export function artifactStoreFor(definition: Definition, region: string): ArtifactStoreRecord | undefined {
  return definition.artifactStore ?? definition.artifactStores?.[region];
}
