import type {
  ActionDeclaration,
  GetPipelineOutput,
  PipelineDeclaration,
  StageDeclaration,
  Tag,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../core/errors.ts';
import type { Site } from '../site.ts';

/** A pipeline's definition with nothing left out that a change may want to reach. */
export interface Definition extends PipelineDeclaration {
  stages: (StageDeclaration & { name: string; actions: ActionDeclaration[] })[];
}

/** The lab's pipeline as it is defined now: a copy, to be changed at will. */
export async function definitionOf(site: Site): Promise<Definition> {
  const { pipeline } = await site.call<GetPipelineOutput>('codepipeline', 'GetPipeline', {
    name: site.names.pipeline,
  });
  return structuredClone(pipeline) as Definition;
}

/** Changes the definition as everybody does: got, edited, put back whole. */
export async function editPipeline(site: Site, change: (pipeline: Definition) => unknown): Promise<void> {
  const pipeline = await definitionOf(site);
  await change(pipeline);
  await site.call('codepipeline', 'UpdatePipeline', { pipeline });
}

/**
 * Deletes the pipeline and makes it again, so that all of its history is gone and its first execution starts.
 * Answers the definition as it was before the change.
 */
export async function remakePipeline(
  site: Site,
  change: (pipeline: Definition) => unknown = () => undefined,
): Promise<Definition> {
  const before = await definitionOf(site);
  const pipeline = structuredClone(before);
  await change(pipeline);
  const tags = await tagsOf(site);
  await site.call('codepipeline', 'DeletePipeline', { name: site.names.pipeline });
  await site.call('codepipeline', 'CreatePipeline', { pipeline, tags });
  return before;
}

export async function tagsOf(site: Site): Promise<Tag[]> {
  const resourceArn = `arn:aws:codepipeline:${site.region}:${site.accountId}:${site.names.pipeline}`;
  const { tags = [] } = await site.call<{ tags?: Tag[] }>('codepipeline', 'ListTagsForResource', {
    resourceArn,
  });
  return tags;
}

/** The first action that fits, or an error that tells which is missing. */
function find(
  pipeline: Definition,
  what: string,
  fits: (action: ActionDeclaration) => boolean,
): { stage: Definition['stages'][number]; action: ActionDeclaration; configuration: Record<string, string> } {
  for (const stage of pipeline.stages) {
    const action = stage.actions.find(fits);
    if (action === undefined) continue;
    action.configuration ??= {};
    return { stage, action, configuration: action.configuration };
  }
  throw new AwsError('ActionNotFoundException', `The pipeline has no ${what}: mend it first.`, 404);
}

export const sourceOf = (pipeline: Definition) =>
  find(pipeline, 'source action', ({ actionTypeId }) => actionTypeId?.category === 'Source');

export const approvalOf = (pipeline: Definition) =>
  find(pipeline, 'manual approval', ({ actionTypeId }) => actionTypeId?.category === 'Approval');

export const deployOf = (pipeline: Definition) =>
  find(pipeline, 'deploy action', ({ actionTypeId }) => actionTypeId?.category === 'Deploy');

/** Takes a stage out, and answers it. */
export function without(pipeline: Definition, stage: Definition['stages'][number]): typeof stage {
  pipeline.stages = pipeline.stages.filter((one) => one !== stage);
  return stage;
}
