import type { GitConfiguration, GitPushFilter } from '@aws-sdk/client-codepipeline';
import type { PushEvent, TagEvent } from '../../../core/emulator.ts';
import type { Action, Definition } from '../definition/definition.ts';
import { passesGlobFilter } from './glob.ts';

/** A source action whose repository got a push or a tag, and its connection. */
export interface TriggeredSource {
  action: Action;
  connectionArn: string;
}

/**
 * The source actions for which this push starts the pipeline. A `triggers` block turns the default change detection
 * off. [model]
 * @param changedPaths returns the paths that the push changed; called only when a trigger filters by path
 */
export async function sourcesTriggeredByPush(
  definition: Definition,
  push: PushEvent,
  changedPaths: () => Promise<string[]>,
): Promise<TriggeredSource[]> {
  const triggered: TriggeredSource[] = [];
  for (const source of sourcesOf(definition, push.repository)) {
    const { DetectChanges, BranchName: sourceBranch = '' } = source.action.configuration;
    const isStarted =
      definition.triggers === undefined
        ? DetectChanges !== 'false' && sourceBranch === push.branch
        : await isTriggered(triggersOf(definition, source), {
            branch: push.branch,
            sourceBranch,
            changedPaths,
          });
    if (isStarted) triggered.push(source);
  }
  return triggered;
}

/** The source actions for which this tag starts the pipeline. Only a trigger that filters by tags does. [doc] */
export function sourcesTriggeredByTag(
  definition: Definition,
  { repository, tag }: TagEvent,
): TriggeredSource[] {
  return sourcesOf(definition, repository).filter((source) =>
    triggersOf(definition, source)
      .flatMap(({ push = [] }) => push)
      .some(({ tags }) => tags !== undefined && passesGlobFilter(tags, tag)),
  );
}

/** The source actions that read this repository through a connection. */
function sourcesOf({ stages: [first] }: Definition, repository: string): TriggeredSource[] {
  const found: TriggeredSource[] = [];
  for (const action of first?.actions ?? []) {
    const { ConnectionArn: connectionArn = '', FullRepositoryId = '' } = action.configuration;
    if (action.actionTypeId.provider !== 'CodeStarSourceConnection') continue;
    // On GitHub, names of owners and repositories are case-insensitive.
    if (FullRepositoryId.toLowerCase() === repository.toLowerCase()) found.push({ action, connectionArn });
  }
  return found;
}

function triggersOf({ triggers = [] }: Definition, { action }: TriggeredSource): GitConfiguration[] {
  return triggers.flatMap(({ gitConfiguration }) =>
    gitConfiguration?.sourceActionName === action.name ? [gitConfiguration] : [],
  );
}

interface PushedBranch {
  branch: string;
  /** The source action's own branch. */
  sourceBranch: string;
  changedPaths: () => Promise<string[]>;
}

async function isTriggered(configurations: GitConfiguration[], pushed: PushedBranch): Promise<boolean> {
  for (const { push, pullRequest } of configurations) {
    // A trigger without filters starts on a push to the source action's branch. [doc]
    if (push === undefined && pullRequest === undefined && pushed.branch === pushed.sourceBranch) return true;
    for (const filter of push ?? []) if (await passesFilter(filter, pushed)) return true;
  }
  return false;
}

/** Whether a push to a branch passes a filter. A filter by tags never matches such a push. */
async function passesFilter(
  filter: GitPushFilter,
  { branch, sourceBranch, changedPaths }: PushedBranch,
): Promise<boolean> {
  const { tags, branches, filePaths } = filter;
  if (tags !== undefined) return false;
  if (branches === undefined ? branch !== sourceBranch : !passesGlobFilter(branches, branch)) return false;
  if (filePaths === undefined) return true;
  return (await changedPaths()).some((path) => passesGlobFilter(filePaths, path));
}
