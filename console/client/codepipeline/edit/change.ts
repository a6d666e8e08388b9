import type { Action, Pipeline, Stage } from '../api-types.ts';

const withStages = (pipeline: Pipeline, stages: Stage[]): Pipeline => ({ ...pipeline, stages });

/** A stage put at a place; it has no action yet. */
export const addStage = (pipeline: Pipeline, at: number, name: string): Pipeline =>
  withStages(pipeline, pipeline.stages.toSpliced(at, 0, { name, actions: [] }));

export const removeStage = (pipeline: Pipeline, name: string): Pipeline =>
  withStages(
    pipeline,
    pipeline.stages.filter((stage) => stage.name !== name),
  );

/** An action put into a stage in place of the one at `index`, or as a new action group behind all others. */
export function putAction(pipeline: Pipeline, stageName: string, action: Action, index?: number): Pipeline {
  return withStages(
    pipeline,
    pipeline.stages.map((stage) => {
      if (stage.name !== stageName) return stage;
      const last = Math.max(0, ...stage.actions.map(({ runOrder = 1 }) => runOrder));
      return {
        ...stage,
        actions:
          index === undefined
            ? [...stage.actions, { ...action, runOrder: last + 1 }]
            : stage.actions.with(index, action),
      };
    }),
  );
}

export const removeAction = (pipeline: Pipeline, stageName: string, name: string): Pipeline =>
  withStages(
    pipeline,
    pipeline.stages.map((stage) =>
      stage.name === stageName
        ? { ...stage, actions: stage.actions.filter((action) => action.name !== name) }
        : stage,
    ),
  );

/** Every artifact that some action gives out. */
export const artifactsOf = (pipeline: Pipeline): string[] => [
  ...new Set(
    pipeline.stages.flatMap(({ actions }) =>
      actions.flatMap(({ outputArtifacts = [] }) => outputArtifacts.map(({ name }) => name)),
    ),
  ),
];
