import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../errors.ts';
import { invalidAction, invalidStage } from '../errors.ts';

/** What the engine does not do: a definition that asks for it is refused, not half obeyed. */
export function checkRefused({ stages, pipelineType }: PipelineDeclaration): void {
  for (const stage of stages ?? []) {
    refuseConditions(stage, pipelineType === 'V2');
    // [model] "Reserved for future use."
    if ((stage.blockers ?? []).length > 0) {
      throw new AwsError('InvalidBlockerDeclarationException', 'Blockers are reserved for future use.');
    }
    for (const action of stage.actions ?? []) refuseCommands(action);
  }
}

function refuseConditions(
  { name, beforeEntry, onSuccess, onFailure }: StageDeclaration,
  isV2: boolean,
): void {
  if (beforeEntry === undefined && onSuccess === undefined && onFailure === undefined) return;
  throw invalidStage(
    isV2
      ? `Stage '${name}' has conditions (beforeEntry, onSuccess, onFailure), which the practice account does not run`
      : 'Stage level conditions can only be used with V2 pipelines.',
  );
}

/** [seen], also for output artifacts with a list of files */
function refuseCommands({
  name,
  commands,
  outputVariables,
  environmentVariables,
  ...rest
}: ActionDeclaration): void {
  const files = (rest.outputArtifacts ?? []).some((artifact) => (artifact.files ?? []).length > 0);
  if (!files && commands === undefined && outputVariables === undefined && environmentVariables === undefined)
    return;
  throw invalidAction(
    `The following action cannot contain a commands field: ${name}. To use the commands field, use a compute action.`,
  );
}
