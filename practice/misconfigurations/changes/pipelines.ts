import type {
  ActionDeclaration,
  GetPipelineOutput,
  PipelineDeclaration,
  StageDeclaration,
  Tag,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../core/errors.ts';
import type { Lab } from '../lab.ts';

/** A pipeline's definition with nothing left out that a change may want to reach. */
export interface EditableDefinition extends PipelineDeclaration {
  stages: (StageDeclaration & { name: string; actions: ActionDeclaration[] })[];
}

/** The lab's pipeline as it is defined now: a copy, to be changed at will. */
export async function definitionOf(lab: Lab): Promise<EditableDefinition> {
  const { pipeline } = await lab.call<GetPipelineOutput>('codepipeline', 'GetPipeline', {
    name: lab.names.pipeline,
  });
  return structuredClone(pipeline) as EditableDefinition;
}

/** Changes the definition as everybody does: got, edited, put back whole. */
export async function editPipeline(
  lab: Lab,
  change: (pipeline: EditableDefinition) => unknown,
): Promise<void> {
  const pipeline = await definitionOf(lab);
  await change(pipeline);
  await lab.call('codepipeline', 'UpdatePipeline', { pipeline });
}

/**
 * Deletes the pipeline and makes it again, so that all of its history is gone and its first execution starts.
 * Answers the definition as it was before the change.
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

/** The first action that fits, or an error that tells which is missing. */
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

/** Takes a stage out, and answers it. */
export function removeStage(
  pipeline: EditableDefinition,
  stage: EditableDefinition['stages'][number],
): typeof stage {
  pipeline.stages = pipeline.stages.filter((one) => one !== stage);
  return stage;
}
