import type { Pipeline, PipelineAction, Trigger } from '../facts/values.ts';
import { matchesGlob } from './wildcards.ts';

/** The parts of a pipeline that the lab checks, found by their action types and not by their names. */
export interface PipelineParts {
  source: PipelineAction | undefined;
  deploy: PipelineAction | undefined;
  /** The indexes of the stages that contain them, from 0; -1 if there is none. */
  sourceStage: number;
  approvalStage: number;
  deployStage: number;
}

export const isManualApproval = (action: PipelineAction) =>
  action.category === 'Approval' && action.provider === 'Manual';
const isSource = (action: PipelineAction) => action.category === 'Source';
const isS3Deploy = (action: PipelineAction) => action.category === 'Deploy' && action.provider === 'S3';

export function partsOf({ stages }: Pipeline): PipelineParts {
  const actions = stages.flatMap((stage) => stage.actions);
  const stageWith = (matches: (action: PipelineAction) => boolean) =>
    stages.findIndex((stage) => stage.actions.some(matches));
  return {
    source: actions.find(isSource),
    deploy: actions.find(isS3Deploy),
    sourceStage: stageWith(isSource),
    approvalStage: stageWith(isManualApproval),
    deployStage: stageWith(isS3Deploy),
  };
}

/** `Source (…) → Approve (…) → Deploy (…)`: each stage with its actions' providers. */
export function stagesText({ stages }: Pipeline): string {
  return stages
    .map(({ name, actions }) => `${name} (${actions.map(({ provider }) => provider).join(' + ') || 'empty'})`)
    .join(' → ');
}

interface Globs {
  includes: string[];
  excludes: string[];
}

function matchesFilter({ includes, excludes }: Globs, value: string): boolean {
  if (excludes.some((glob) => matchesGlob(glob, value))) return false;
  return includes.length === 0 || includes.some((glob) => matchesGlob(glob, value));
}

/** Whether a push of this file to this branch matches a trigger's filters. */
export function triggersOn(trigger: Trigger, branch: string, file: string): boolean {
  // A trigger without any filter matches every push to the source's branch.
  if (trigger.push === undefined) return !trigger.pullRequest;
  return trigger.push.some(
    (filter) =>
      !(filter.tags && filter.branches === undefined) &&
      (filter.branches === undefined || matchesFilter(filter.branches, branch)) &&
      (filter.filePaths === undefined || matchesFilter(filter.filePaths, file)),
  );
}

/** Whether a push of index.html to this branch starts the pipeline, by a trigger or else by `DetectChanges`. */
export function startsOnPush(pipeline: Pipeline, branch: string): boolean {
  const { source } = partsOf(pipeline);
  const triggers = pipeline.triggers.filter(({ sourceAction }) => sourceAction === source?.name);
  // A triggers block turns `DetectChanges` off. The flag defaults to true and is often absent.
  if (triggers.length === 0) return source?.configuration.DetectChanges?.toLowerCase() !== 'false';
  return triggers.some((trigger) => triggersOn(trigger, branch, 'index.html'));
}
