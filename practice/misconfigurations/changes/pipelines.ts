import type {
  ActionDeclaration,
  GetPipelineOutput,
  PipelineDeclaration,
  StageDeclaration,
  Tag,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../core/errors.ts';
import type { Lab } from '../lab.ts';

/** A pipeline's definition in which the members that changes need are not optional. */
export interface EditableDefinition extends PipelineDeclaration {
  stages: (StageDeclaration & { name: string; actions: ActionDeclaration[] })[];
}

/** A copy of the current definition of the lab's pipeline, which the caller can change. */
export async function definitionOf(lab: Lab): Promise<EditableDefinition> {
  const { pipeline } = await lab.call<GetPipelineOutput>('codepipeline', 'GetPipeline', {
    name: lab.names.pipeline,
  });
  return structuredClone(pipeline) as EditableDefinition;
}

/** Changes the definition as users do: GetPipeline, edit, UpdatePipeline. */
export async function editPipeline(
  lab: Lab,
  change: (pipeline: EditableDefinition) => unknown,
): Promise<void> {
  const pipeline = await definitionOf(lab);
  await change(pipeline);
  await lab.call('codepipeline', 'UpdatePipeline', { pipeline });
}

/**
 * Deletes the pipeline and creates it again with a change, so that its history is gone and its first execution starts.
 * Returns the definition before the change.
 */
export async function recreatePipeline(
  lab: Lab,
  change: (pipeline: EditableDefinition) => unknown = () => undefined,
): Promise<EditableDefinition> {
  const before = await definitionOf(lab);
  const pipeline = structuredClone(before);
  await change(pipeline);
  const tags = await tagsOf(lab);
  await lab.call('codepipeline', 'DeletePipeline', { name: lab.names.pipeline });
  await lab.call('codepipeline', 'CreatePipeline', { pipeline, tags });
  return before;
}

export async function tagsOf(lab: Lab): Promise<Tag[]> {
  const resourceArn = `arn:aws:codepipeline:${lab.region}:${lab.accountId}:${lab.names.pipeline}`;
  const { tags = [] } = await lab.call<{ tags?: Tag[] }>('codepipeline', 'ListTagsForResource', {
    resourceArn,
  });
  return tags;
}

/** The first action that matches. Throws ActionNotFoundException with `description` when there is none. */
function findAction(
  pipeline: EditableDefinition,
  description: string,
  isMatch: (action: ActionDeclaration) => boolean,
): {
  stage: EditableDefinition['stages'][number];
  action: ActionDeclaration;
  configuration: Record<string, string>;
} {
  for (const stage of pipeline.stages) {
    const action = stage.actions.find(isMatch);
    if (action === undefined) continue;
    action.configuration ??= {};
    return { stage, action, configuration: action.configuration };
  }
  throw new AwsError('ActionNotFoundException', `The pipeline has no ${description}: mend it first.`, 404);
}

export const sourceOf = (pipeline: EditableDefinition) =>
  findAction(pipeline, 'source action', ({ actionTypeId }) => actionTypeId?.category === 'Source');

export const approvalOf = (pipeline: EditableDefinition) =>
  findAction(pipeline, 'manual approval', ({ actionTypeId }) => actionTypeId?.category === 'Approval');

export const deployOf = (pipeline: EditableDefinition) =>
  findAction(pipeline, 'deploy action', ({ actionTypeId }) => actionTypeId?.category === 'Deploy');

/** Removes a stage from the definition and returns the stage. */
export function removeStage(
  pipeline: EditableDefinition,
  stage: EditableDefinition['stages'][number],
): typeof stage {
  pipeline.stages = pipeline.stages.filter((one) => one !== stage);
  return stage;
}
