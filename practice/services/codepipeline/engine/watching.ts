import type { GitConfiguration, GitPushFilter } from '@aws-sdk/client-codepipeline';
import type { PushEvent, TagEvent } from '../../../core/world.ts';
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
  definition: Definition,
  push: PushEvent,
  changed: () => Promise<string[]>,
): Promise<Watch[]> {
  const found: Watch[] = [];
  for (const watch of sourcesOf(definition, push.repository)) {
    const { DetectChanges, BranchName: home = '' } = watch.action.configuration;
    const starts =
      definition.triggers === undefined
        ? DetectChanges !== 'false' && home === push.branch
        : await isTriggered(triggersOf(definition, watch), { branch: push.branch, home, changed });
    if (starts) found.push(watch);
  }
  return found;
}

/** The source actions of a pipeline that this tag starts it for: only a trigger by tags does. [doc] */
export function watchingTag(definition: Definition, { repository, tag }: TagEvent): Watch[] {
  return sourcesOf(definition, repository).filter((watch) =>
    triggersOf(definition, watch)
      .flatMap(({ push = [] }) => push)
      .some(({ tags }) => tags !== undefined && passes(tags, tag)),
  );
}

/** The source actions that have this repository behind a connection. */
function sourcesOf({ stages: [first] }: Definition, repository: string): Watch[] {
  const found: Watch[] = [];
  for (const action of first?.actions ?? []) {
    const { ConnectionArn: connectionArn = '', FullRepositoryId = '' } = action.configuration;
    if (action.actionTypeId.provider !== 'CodeStarSourceConnection') continue;
    // GitHub does not tell cases apart in names of owners and repositories.
    if (FullRepositoryId.toLowerCase() === repository.toLowerCase()) found.push({ action, connectionArn });
  }
  return found;
}

function triggersOf({ triggers = [] }: Definition, { action }: Watch): GitConfiguration[] {
  return triggers.flatMap(({ gitConfiguration }) =>
    gitConfiguration?.sourceActionName === action.name ? [gitConfiguration] : [],
  );
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

/** A filter by tags says nothing of pushes to branches. */
async function passesFilter(filter: GitPushFilter, { branch, home, changed }: Pushed): Promise<boolean> {
  const { tags, branches, filePaths } = filter;
  if (tags !== undefined) return false;
  if (branches === undefined ? branch !== home : !passes(branches, branch)) return false;
  if (filePaths === undefined) return true;
  return (await changed()).some((path) => passes(filePaths, path));
}
