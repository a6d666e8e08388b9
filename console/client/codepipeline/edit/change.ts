import type { Action, Pipeline, Stage } from '../api-types.ts';

const withStages = (pipeline: Pipeline, stages: Stage[]): Pipeline => ({ ...pipeline, stages });

/** Inserts a stage without actions at an index. */
export const addStage = (pipeline: Pipeline, at: number, name: string): Pipeline =>
  withStages(pipeline, pipeline.stages.toSpliced(at, 0, { name, actions: [] }));

export const removeStage = (pipeline: Pipeline, name: string): Pipeline =>
  withStages(
    pipeline,
    pipeline.stages.filter((stage) => stage.name !== name),
  );

/** Replaces the action at `index` of a stage. Without an index, adds the action as the stage's last action group. */
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

/** The name of every artifact that an action outputs. */
export const artifactsOf = (pipeline: Pipeline): string[] => [
  ...new Set(
    pipeline.stages.flatMap(({ actions }) =>
      actions.flatMap(({ outputArtifacts = [] }) => outputArtifacts.map(({ name }) => name)),
    ),
  ),
];
