import type { Pipeline, PipelineAction, Trigger } from '../facts/values.ts';

/** The parts of a pipeline that the lab is about, found by what they are and not by their names. */
export interface PipelineParts {
  source: PipelineAction | undefined;
  deploy: PipelineAction | undefined;
  /** Where they are, counted from 0; -1 where there is none. */
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

/** `Source → Approve → Deploy`, each stage with the kind of its actions. */
export function stagesText({ stages }: Pipeline): string {
  return stages
    .map(({ name, actions }) => `${name} (${actions.map(({ provider }) => provider).join(' + ') || 'empty'})`)
    .join(' → ');
}

/** CodePipeline's globs: `*` within a name's part, `**` across parts, `?` one character, `{a,b}` one of these. */
export function globMatches(glob: string, value: string): boolean {
  const source = glob.replace(/[.+^$()|[\]\\]/g, '\\$&').replace(/\*\*|\*|\?|\{[^}]*\}/g, (token) => {
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return `(?:${token.slice(1, -1).split(',').join('|')})`;
  });
  return new RegExp(`^${source}$`).test(value);
}

interface Globs {
  includes: string[];
  excludes: string[];
}

function matchesFilter({ includes, excludes }: Globs, value: string): boolean {
  if (excludes.some((glob) => globMatches(glob, value))) return false;
  return includes.length === 0 || includes.some((glob) => globMatches(glob, value));
}

/** Whether a push of this file to this branch gets past a trigger's filters. */
export function triggersOn(trigger: Trigger, branch: string, file: string): boolean {
  // A trigger without any filter takes every push of the source's branch.
  if (trigger.push === undefined) return !trigger.pullRequest;
  return trigger.push.some(
    (filter) =>
      !(filter.tags && filter.branches === undefined) &&
      (filter.branches === undefined || matchesFilter(filter.branches, branch)) &&
      (filter.filePaths === undefined || matchesFilter(filter.filePaths, file)),
  );
}

/** Whether a push of index.html to this branch starts the pipeline: by a trigger, or else by the source's flag. */
export function startsOnPush(pipeline: Pipeline, branch: string): boolean {
  const { source } = partsOf(pipeline);
  const triggers = pipeline.triggers.filter(({ sourceAction }) => sourceAction === source?.name);
  // A triggers block turns the flag off; the flag defaults to true and is often absent.
  if (triggers.length === 0) return source?.configuration.DetectChanges?.toLowerCase() !== 'false';
  return triggers.some((trigger) => triggersOn(trigger, branch, 'index.html'));
}
