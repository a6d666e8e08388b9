import { listOf, mapOf, oneOf, structure, text, whole } from './shapes.ts';

/** Names of pipelines, stages and actions. */
export const name = text({ min: 1, max: 100, pattern: '[A-Za-z0-9.@\\-_]+' });
const roleArn = text({ max: 1024, pattern: 'arn:aws(-[\\w]+)*:iam::[0-9]{12}:role/.*' });
const artifactName = text({ min: 1, max: 100, pattern: '[a-zA-Z0-9_\\-]+' });
export const variableName = text({ min: 1, max: 128, pattern: '[A-Za-z0-9@\\-_]+' });
export const variableValue = text({ min: 1, max: 1000, pattern: '.*' });

const artifactStore = structure({
  'type!': oneOf('S3'),
  'location!': text({ min: 3, max: 63, pattern: '[a-zA-Z0-9\\-\\.]+' }),
  encryptionKey: structure({ 'id!': text({ min: 1, max: 400 }), 'type!': oneOf('KMS') }),
});

const action = structure({
  'name!': name,
  'actionTypeId!': structure({
    'category!': oneOf('Source', 'Build', 'Deploy', 'Test', 'Invoke', 'Approval', 'Compute'),
    'owner!': oneOf('AWS', 'ThirdParty', 'Custom'),
    'provider!': text({ min: 1, max: 35, pattern: '[0-9A-Za-z_-]+' }),
    'version!': text({ min: 1, max: 9, pattern: '[0-9A-Za-z_-]+' }),
  }),
  runOrder: whole(1, 999),
  configuration: mapOf(text({ min: 1, max: 50 }), text({ min: 1, max: 1000 })),
  inputArtifacts: listOf(structure({ 'name!': artifactName })),
  outputArtifacts: listOf(structure({ 'name!': artifactName })),
  roleArn,
  region: text({ min: 4, max: 30 }),
  namespace: text({ min: 1, max: 100, pattern: '[A-Za-z0-9@\\-_]+' }),
  timeoutInMinutes: whole(5, 86400),
});

const patterns = listOf(text({ min: 1, max: 255 }), { min: 1, max: 8 });
const filter = structure({ includes: patterns, excludes: patterns });

const trigger = structure({
  'providerType!': oneOf('CodeStarSourceConnection'),
  'gitConfiguration!': structure({
    'sourceActionName!': name,
    push: listOf(structure({ tags: filter, branches: filter, filePaths: filter }), { min: 1, max: 3 }),
    pullRequest: listOf(
      structure({
        events: listOf(oneOf('OPEN', 'UPDATED', 'CLOSED'), { min: 1, max: 3 }),
        branches: filter,
        filePaths: filter,
      }),
      { min: 1, max: 3 },
    ),
  }),
});

/** A pipeline's definition, as the service model bounds it. */
export const declaration = structure({
  'name!': name,
  'roleArn!': roleArn,
  artifactStore,
  artifactStores: mapOf(text({ min: 4, max: 30 }), artifactStore),
  'stages!': listOf(structure({ 'name!': name, 'actions!': listOf(action) })),
  version: whole(1),
  executionMode: oneOf('QUEUED', 'SUPERSEDED', 'PARALLEL'),
  pipelineType: oneOf('V1', 'V2'),
  variables: listOf(
    structure({ 'name!': variableName, defaultValue: variableValue, description: text({ max: 200 }) }),
    { max: 50 },
  ),
  triggers: listOf(trigger, { max: 50 }),
});

export const tags = listOf(
  structure({ 'key!': text({ min: 1, max: 128 }), 'value!': text({ min: 0, max: 256 }) }),
);
