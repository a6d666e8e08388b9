import type {
  ActionDeclaration,
  ActionTypeId,
  ArtifactStore,
  FailureConditions,
  PipelineDeclaration,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import type { Action, Definition, OnFailure, Stage, Store } from './definition.ts';

/** The definition as the service keeps and answers it: with every default written out. */
export function normalise(declaration: PipelineDeclaration, version: number): Definition {
  const { artifactStore, artifactStores, stages, variables, triggers } = declaration;
  return {
    name: declaration.name ?? '',
    roleArn: declaration.roleArn ?? '',
    ...(artifactStore === undefined ? {} : { artifactStore: store(artifactStore) }),
    ...(artifactStores === undefined
      ? {}
      : {
          artifactStores: Object.fromEntries(
            Object.entries(artifactStores).map(([region, each]) => [region, store(each)]),
          ),
        }),
    stages: (stages ?? []).map(stage),
    version,
    executionMode: declaration.executionMode ?? 'SUPERSEDED',
    // The API's default; the console's is V2.
    pipelineType: declaration.pipelineType ?? 'V1',
    ...(variables === undefined || variables.length === 0 ? {} : { variables }),
    ...(triggers === undefined || triggers.length === 0 ? {} : { triggers }),
  };
}

function store({ type, location, encryptionKey }: ArtifactStore): Store {
  return { type, location: location ?? '', ...(encryptionKey === undefined ? {} : { encryptionKey }) };
}

function stage({ name, actions, onFailure }: StageDeclaration): Stage {
  const kept = onFailure === undefined ? undefined : onFailureOf(onFailure);
  return {
    name: name ?? '',
    actions: (actions ?? []).map(action),
    ...(kept === undefined ? {} : { onFailure: kept }),
  };
}

function onFailureOf({ result, retryConfiguration }: FailureConditions): OnFailure | undefined {
  if (result !== 'ROLLBACK' && result !== 'RETRY') return undefined;
  return { result, ...(retryConfiguration === undefined ? {} : { retryConfiguration }) };
}

function action(given: ActionDeclaration): Action {
  const { roleArn, region, namespace, timeoutInMinutes } = given;
  const named = (artifacts: { name: string | undefined }[] | undefined) =>
    (artifacts ?? []).map(({ name }) => ({ name: name ?? '' }));
  return {
    name: given.name ?? '',
    actionTypeId: typeOf(given.actionTypeId),
    runOrder: given.runOrder ?? 1,
    configuration: { ...given.configuration },
    outputArtifacts: named(given.outputArtifacts),
    inputArtifacts: named(given.inputArtifacts),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(region === undefined ? {} : { region }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(timeoutInMinutes === undefined ? {} : { timeoutInMinutes }),
  };
}

function typeOf(type: ActionTypeId | undefined): Action['actionTypeId'] {
  return {
    category: type?.category ?? 'Source',
    owner: type?.owner ?? 'AWS',
    provider: type?.provider ?? '',
    version: type?.version ?? '',
  };
}
