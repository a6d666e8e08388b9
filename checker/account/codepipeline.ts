import type { ActionDeclaration, GitPushFilter, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { defined } from '../../base/defined.ts';
import type { CallOptions, Calls } from './calls.ts';
import { type Fact, map } from './fact.ts';
import { type ListResult, readAll } from './paging.ts';

export interface PipelineAction {
  name: string;
  /** Category, owner and provider are the parts of an action type such as `Source/AWS/CodeStarSourceConnection/1`. */
  category: string;
  owner: string;
  provider: string;
  configuration: Record<string, string>;
  inputs: string[];
  outputs: string[];
  runOrder: number;
  roleArn?: string;
  region?: string;
}

export interface PipelineStage {
  name: string;
  actions: PipelineAction[];
}

export interface PushFilter {
  branches?: { includes: string[]; excludes: string[] };
  tags: boolean;
  filePaths?: { includes: string[]; excludes: string[] };
}

/** One entry of a V2 pipeline's triggers. Without push filters, every push to the source's branch matches. */
export interface Trigger {
  sourceAction: string;
  push?: PushFilter[];
  pullRequest: boolean;
}

export interface ArtifactStore {
  bucket: string;
  region: string;
}

export interface Pipeline {
  name: string;
  arn: string;
  version: number;
  type: string;
  executionMode: string;
  roleArn: string;
  /** The bucket of the artifact store in the pipeline's own region. */
  artifactBucket: string;
  /** All artifact stores: a pipeline with actions in several regions has one in each. */
  artifactStores: ArtifactStore[];
  artifactKey?: string;
  stages: PipelineStage[];
  triggers: Trigger[];
  /** Milliseconds since the epoch. */
  created?: number;
  updated?: number;
}

function action(declared: ActionDeclaration): PipelineAction {
  return {
    name: declared.name ?? '',
    category: declared.actionTypeId?.category ?? '',
    owner: declared.actionTypeId?.owner ?? '',
    provider: declared.actionTypeId?.provider ?? '',
    configuration: declared.configuration ?? {},
    inputs: (declared.inputArtifacts ?? []).map(({ name = '' }) => name),
    outputs: (declared.outputArtifacts ?? []).map(({ name = '' }) => name),
    runOrder: declared.runOrder ?? 1,
    ...defined({ roleArn: declared.roleArn, region: declared.region }),
  };
}

interface Globs {
  includes?: string[] | undefined;
  excludes?: string[] | undefined;
}

const globs = ({ includes = [], excludes = [] }: Globs) => ({ includes, excludes });

function filter(push: GitPushFilter): PushFilter {
  return {
    tags: push.tags !== undefined,
    ...(push.branches === undefined ? {} : { branches: globs(push.branches) }),
    ...(push.filePaths === undefined ? {} : { filePaths: globs(push.filePaths) }),
  };
}

function triggersOf(declared: PipelineDeclaration): Trigger[] {
  return (declared.triggers ?? []).map(({ gitConfiguration }) => ({
    sourceAction: gitConfiguration?.sourceActionName ?? '',
    pullRequest: gitConfiguration?.pullRequest !== undefined,
    ...(gitConfiguration?.push === undefined ? {} : { push: gitConfiguration.push.map(filter) }),
  }));
}

/** The pipeline's current definition. */
export async function pipeline(
  calls: Calls,
  name: string,
  options: CallOptions = {},
): Promise<Fact<Pipeline>> {
  const region = options.region ?? calls.clients.region;
  const response = await calls.read('codepipeline', 'GetPipeline', { name }, options);
  return map(response, ({ pipeline: declared, metadata }) => {
    const stores = declared?.artifactStore
      ? { [region]: declared.artifactStore }
      : (declared?.artifactStores ?? {});
    const store = stores[region];
    return {
      name: declared?.name ?? name,
      arn: metadata?.pipelineArn ?? '',
      version: declared?.version ?? 1,
      type: declared?.pipelineType ?? 'V1',
      executionMode: declared?.executionMode ?? 'SUPERSEDED',
      roleArn: declared?.roleArn ?? '',
      artifactBucket: store?.location ?? '',
      artifactStores: Object.entries(stores).map(([inRegion, { location = '' }]) => ({
        bucket: location,
        region: inRegion,
      })),
      ...(store?.encryptionKey?.id === undefined ? {} : { artifactKey: store.encryptionKey.id }),
      stages: (declared?.stages ?? []).map((stage) => ({
        name: stage.name ?? '',
        actions: (stage.actions ?? []).map(action),
      })),
      triggers: declared === undefined ? [] : triggersOf(declared),
      ...(metadata?.created === undefined ? {} : { created: metadata.created.getTime() }),
      ...(metadata?.updated === undefined ? {} : { updated: metadata.updated.getTime() }),
    };
  });
}

/** A pipeline's entry in the region's list. */
export interface ListedPipeline {
  name: string;
  /** The version of its definition; every change increments it. */
  version: number;
  /** Milliseconds since the epoch. */
  updated?: number;
}

/** All pipelines of the region. */
export function pipelines(
  calls: Calls,
  options: CallOptions = {},
): Promise<Fact<ListResult<ListedPipeline>>> {
  return readAll(
    calls,
    {
      service: 'codepipeline',
      operation: 'ListPipelines',
      input: {},
      next: ({ nextToken }) => (nextToken ? { nextToken } : undefined),
      items: ({ pipelines: listed = [] }) =>
        listed.map(({ name = '', version = 1, updated }) => ({
          name,
          version,
          ...defined({ updated: updated?.getTime() }),
        })),
    },
    options,
  );
}

/** The names of all pipelines of the region. */
export async function pipelineNames(
  calls: Calls,
  options: CallOptions = {},
): Promise<Fact<ListResult<string>>> {
  return map(await pipelines(calls, options), ({ items, complete }) => ({
    items: items.map(({ name }) => name),
    complete,
  }));
}

/** The tags of a pipeline. */
export async function pipelineTags(
  calls: Calls,
  arn: string,
  options: CallOptions = {},
): Promise<Fact<Record<string, string>>> {
  const region = arn.split(':')[3];
  const response = await calls.read(
    'codepipeline',
    'ListTagsForResource',
    { resourceArn: arn },
    { ...(region ? { region } : {}), ...options },
  );
  return map(response, ({ tags = [] }) =>
    Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])),
  );
}
