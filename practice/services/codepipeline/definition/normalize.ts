import type {
  ActionDeclaration,
  ActionTypeId,
  ArtifactStore,
  FailureConditions,
  PipelineDeclaration,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import { defined } from '../../../core/defined.ts';
import type { Action, ArtifactStoreRecord, Definition, OnFailure, Stage } from './definition.ts';

/** The definition as the service stores and returns it, with every default filled in. */
export function normalize(declaration: PipelineDeclaration, version: number): Definition {
  const { artifactStore, artifactStores, stages, variables, triggers } = declaration;
  return {
    name: declaration.name ?? '',
    roleArn: declaration.roleArn ?? '',
    ...(artifactStore === undefined ? {} : { artifactStore: normalizeArtifactStore(artifactStore) }),
    ...(artifactStores === undefined
      ? {}
      : {
          artifactStores: Object.fromEntries(
            Object.entries(artifactStores).map(([region, each]) => [region, normalizeArtifactStore(each)]),
          ),
        }),
    stages: (stages ?? []).map(normalizeStage),
    version,
    executionMode: declaration.executionMode ?? 'SUPERSEDED',
    // The API's default. The console's default is V2.
    pipelineType: declaration.pipelineType ?? 'V1',
    ...(variables === undefined || variables.length === 0 ? {} : { variables }),
    ...(triggers === undefined || triggers.length === 0 ? {} : { triggers }),
  };
}

function normalizeArtifactStore({ type, location, encryptionKey }: ArtifactStore): ArtifactStoreRecord {
  return { type, location: location ?? '', ...defined({ encryptionKey }) };
}

function normalizeStage({ name, actions, onFailure }: StageDeclaration): Stage {
  const failureBehavior = onFailure === undefined ? undefined : onFailureOf(onFailure);
  return {
    name: name ?? '',
    actions: (actions ?? []).map(normalizeAction),
    ...defined({ onFailure: failureBehavior }),
  };
}

function onFailureOf({ result, retryConfiguration }: FailureConditions): OnFailure | undefined {
  if (result !== 'ROLLBACK' && result !== 'RETRY') return undefined;
  return { result, ...defined({ retryConfiguration }) };
}

function normalizeAction(actionDeclaration: ActionDeclaration): Action {
  const { roleArn, region, namespace, timeoutInMinutes } = actionDeclaration;
  const artifactNames = (artifacts: { name: string | undefined }[] | undefined) =>
    (artifacts ?? []).map(({ name }) => ({ name: name ?? '' }));
  return {
    name: actionDeclaration.name ?? '',
    actionTypeId: actionTypeOf(actionDeclaration.actionTypeId),
    runOrder: actionDeclaration.runOrder ?? 1,
    configuration: { ...actionDeclaration.configuration },
    outputArtifacts: artifactNames(actionDeclaration.outputArtifacts),
    inputArtifacts: artifactNames(actionDeclaration.inputArtifacts),
    ...defined({ roleArn, region, namespace, timeoutInMinutes }),
  };
}

function actionTypeOf(type: ActionTypeId | undefined): Action['actionTypeId'] {
  return {
    category: type?.category ?? 'Source',
    owner: type?.owner ?? 'AWS',
    provider: type?.provider ?? '',
    version: type?.version ?? '',
  };
}
