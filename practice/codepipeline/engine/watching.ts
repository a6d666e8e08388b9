import type { GitConfiguration, GitPushFilter } from '@aws-sdk/client-codepipeline';
import type { PushEvent } from '../../world.ts';
import type { Action, Definition } from '../definition/definition.ts';
import { passes } from './glob.ts';

/** A source action that a push concerns. */
export interface Watch {
  action: Action;
  connectionArn: string;
}

/**
 * The source actions of a pipeline that a push to this branch starts it for. A `triggers` block turns the
 * default change detection off. [model]
 * @param changed the paths that the push changed; asked only when a trigger filters by path
 */
export async function watching(
  { stages: [first], triggers }: Definition,
  push: PushEvent,
  changed: () => Promise<string[]>,
): Promise<Watch[]> {
  const found: Watch[] = [];
  for (const action of first?.actions ?? []) {
    const { ConnectionArn: connectionArn = '', FullRepositoryId = '', BranchName } = action.configuration;
    if (action.actionTypeId.provider !== 'CodeStarSourceConnection') continue;
    // GitHub does not tell cases apart in names of owners and repositories.
    if (FullRepositoryId.toLowerCase() !== push.repository.toLowerCase()) continue;
    const starts =
      triggers === undefined
        ? action.configuration.DetectChanges !== 'false' && BranchName === push.branch
        : await isTriggered(
            triggers.flatMap(({ gitConfiguration }) =>
              gitConfiguration?.sourceActionName === action.name ? [gitConfiguration] : [],
            ),
            { branch: push.branch, home: BranchName ?? '', changed },
          );
    if (starts) found.push({ action, connectionArn });
  }
  return found;
}

interface Pushed {
  branch: string;
  /** The source action's own branch. */
  home: string;
  changed: () => Promise<string[]>;
}

async function isTriggered(configurations: GitConfiguration[], pushed: Pushed): Promise<boolean> {
  for (const { push, pullRequest } of configurations) {
    // No filter at all: a push to the source action's branch. [doc]
    if (push === undefined && pullRequest === undefined && pushed.branch === pushed.home) return true;
    for (const filter of push ?? []) if (await passesFilter(filter, pushed)) return true;
  }
  return false;
}

/** A filter by tags alone says nothing of pushes to branches. */
async function passesFilter(filter: GitPushFilter, { branch, home, changed }: Pushed): Promise<boolean> {
  const { tags, branches, filePaths } = filter;
  if (tags !== undefined) return false;
  if (branches === undefined ? branch !== home : !passes(branches, branch)) return false;
  if (filePaths === undefined) return true;
  return (await changed()).some((path) => passes(filePaths, path));
}
