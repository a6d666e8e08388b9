import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../core/errors.ts';
import { invalidAction, invalidStage } from '../errors.ts';

/** Rejects a definition with features that the engine does not support, so that no pipeline runs only in part. */
export function checkUnsupported({ stages = [], pipelineType }: PipelineDeclaration): void {
  for (const [index, stage] of stages.entries()) {
    if (pipelineType === 'V2') rejectConditions(stage, index === 0);
    else rejectOutsideV2(stage);
    // [model] "Reserved for future use."
    if ((stage.blockers ?? []).length > 0) {
      throw new AwsError('InvalidBlockerDeclarationException', 'Blockers are reserved for future use.');
    }
    for (const action of stage.actions ?? []) rejectCommands(action);
  }
}

function rejectOutsideV2({ beforeEntry, onSuccess, onFailure }: StageDeclaration): void {
  if (beforeEntry === undefined && onSuccess === undefined && onFailure === undefined) return;
  throw invalidStage('Stage level conditions can only be used with V2 pipelines.');
}

/** The engine does not run rules, so of conditions it supports only a rollback or a retry when the stage fails. */
function rejectConditions(
  { name, beforeEntry, onSuccess, onFailure }: StageDeclaration,
  first: boolean,
): void {
  const reject = (unsupported: string) => {
    throw invalidStage(`Stage '${name}' has ${unsupported}, which the practice account does not run`);
  };
  if (beforeEntry !== undefined || onSuccess !== undefined || onFailure?.conditions !== undefined) {
    reject('conditions (beforeEntry, onSuccess, onFailure.conditions)');
  }
  if (onFailure === undefined) return;
  const { result } = onFailure;
  if (result !== 'ROLLBACK' && result !== 'RETRY') {
    reject(`an onFailure without conditions whose result is neither ROLLBACK nor RETRY`);
  }
  // [doc] "You cannot roll back a source stage." The service's message was not found.
  if (result === 'ROLLBACK' && first) {
    throw invalidStage(`Stage '${name}' is a source stage, which cannot be rolled back`);
  }
}

/** [seen], also for output artifacts with a list of files. */
function rejectCommands({
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
