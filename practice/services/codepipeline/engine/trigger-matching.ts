import type { GitConfiguration, GitPushFilter } from '@aws-sdk/client-codepipeline';
import type { PushEvent, TagEvent } from '../../../core/emulator.ts';
import type { Action, Definition } from '../definition/definition.ts';
import { passesGlobFilter } from './glob.ts';

/** A source action that a push concerns. */
export interface TriggeredSource {
  action: Action;
  connectionArn: string;
}

/**
 * The source actions of a pipeline that a push to this branch starts it for. A `triggers` block turns the
 * default change detection off. [model]
 * @param changedPaths the paths that the push changed; asked only when a trigger filters by path
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

/** The source actions of a pipeline that this tag starts it for: only a trigger by tags does. [doc] */
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

/** The source actions that have this repository behind a connection. */
function sourcesOf({ stages: [first] }: Definition, repository: string): TriggeredSource[] {
  const found: TriggeredSource[] = [];
  for (const action of first?.actions ?? []) {
    const { ConnectionArn: connectionArn = '', FullRepositoryId = '' } = action.configuration;
    if (action.actionTypeId.provider !== 'CodeStarSourceConnection') continue;
    // GitHub does not tell cases apart in names of owners and repositories.
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
    // No filter at all: a push to the source action's branch. [doc]
    if (push === undefined && pullRequest === undefined && pushed.branch === pushed.sourceBranch) return true;
    for (const filter of push ?? []) if (await passesFilter(filter, pushed)) return true;
  }
  return false;
}

/** A filter by tags says nothing of pushes to branches. */
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
