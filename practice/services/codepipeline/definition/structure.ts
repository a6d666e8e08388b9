import { invalidStage, invalidStructure } from '../errors.ts';
import type { Definition } from './definition.ts';

/**
 * Checks the number of stages and their names, that all source actions are in the first stage, the artifact stores and
 * the execution mode. Throws the service's error.
 */
export function checkStructure(definition: Definition, region: string): void {
  const { stages } = definition;
  if (stages.length < 2) {
    throw invalidStructure(
      `Pipeline has only ${stages.length} stage(s). There should be a minimum of 2 stages in a pipeline`,
    );
  }
  if (stages.length > 50) {
    throw invalidStructure('Pipeline has too many stages. There can only be up to 50 stages in a pipeline');
  }
  checkNames(definition);
  checkSources(definition);
  checkStore(definition, region);
  if (definition.executionMode !== 'SUPERSEDED' && definition.pipelineType === 'V1') {
    throw invalidStructure('QUEUED or PARALLEL mode can only be used with V2 pipelines');
  }
}

function checkNames({ stages }: Definition): void {
  const seen = new Set<string>();
  for (const { name, actions } of stages) {
    if (seen.has(name)) throw invalidStage(`Stage name '${name}' is used more than once`);
    seen.add(name);
    // [known] The service rejects an empty stage; its message was not found.
    if (actions.length === 0) throw invalidStage(`Stage '${name}' must contain at least one action`);
  }
}

function checkSources({ stages: [first, ...later] }: Definition): void {
  if (first?.actions.some(({ actionTypeId }) => actionTypeId.category !== 'Source')) {
    throw invalidStructure('Pipeline should start with a stage that only contains source actions');
  }
  const rest = later.flatMap(({ actions }) => actions);
  if (rest.every(({ actionTypeId }) => actionTypeId.category === 'Source')) {
    throw invalidStructure('Pipeline should contain at least 1 action whose category is not Source');
  }
  if (rest.some(({ actionTypeId }) => actionTypeId.category === 'Source')) {
    throw invalidStructure('Source actions can only be included in the first stage of the pipeline');
  }
}

function checkStore({ artifactStore, artifactStores, stages }: Definition, region: string): void {
  // [model] One of the two, never both. The messages of the two errors are [known].
  if ((artifactStore === undefined) === (artifactStores === undefined)) {
    throw invalidStructure(
      'You must specify either an artifactStore or an artifactStores map for the pipeline, but not both',
    );
  }
  const regions = new Set(stages.flatMap(({ actions }) => actions.map((each) => each.region ?? region)));
  const missing = [...regions].find((each) =>
    artifactStores === undefined ? each !== region : artifactStores[each] === undefined,
  );
  if (missing !== undefined) {
    throw invalidStructure(
      `Your pipeline must have an artifact store, such as an artifact bucket, for each region where you have an action. The following region is missing in 'pipeline.artifactStores': ${missing}.`,
    );
  }
}
