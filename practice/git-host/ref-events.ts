import type { Emulator, PendingWork, PushEvent, TagEvent } from '../core/emulator.ts';
import { branches, repositoryPath, tags } from './repository.ts';
import { runGit } from './run-git.ts';

const ZERO_COMMIT = '0'.repeat(40);

/** `git/heads`, keyed by the repository's name in lower case: where its branches and tags were when last told of. */
interface RefRecord {
  repository: string;
  branches: Record<string, string>;
  tags?: Record<string, string>;
}

const refRecords = (emulator: Emulator) => emulator.store.collection<RefRecord>('git/heads');

/**
 * Tells of each branch and tag that moved, appeared or (branches only) went since this was last asked: so an event means that it
 * is really there, whatever a push's own report said, and a push whose telling was cut off by the end
 * of the process is told the next time. One at a time for each repository.
 */
export async function emitRefChanges(emulator: Emulator, repository: string): Promise<void> {
  const key = repository.toLowerCase();
  const known = refRecords(emulator).get(key);
  const after = await branches(emulator, repository);
  // One that is seen for the first time is taken as it is.
  const before = new Map(known === undefined ? after : Object.entries(known.branches));
  if (before.size === 0 && after.size > 0) await chooseDefaultBranch(emulator, repository, [...after.keys()]);
  const pending: PendingWork = [];
  let changed = known === undefined;
  for (const branch of new Set([...before.keys(), ...after.keys()])) {
    const event: PushEvent = {
      repository,
      branch,
      before: before.get(branch) ?? ZERO_COMMIT,
      after: after.get(branch) ?? ZERO_COMMIT,
    };
    if (event.before === event.after) continue;
    changed = true;
    emulator.events.emit('push', event, pending);
  }
  const currentTags = await tags(emulator, repository);
  const knownTags = new Map(known?.tags === undefined ? currentTags : Object.entries(known.tags));
  if (currentTags.size !== knownTags.size || known?.tags === undefined) changed = true;
  for (const [tag, commit] of currentTags) {
    if (knownTags.get(tag) === commit) continue;
    changed = true;
    const event: TagEvent = { repository, tag, commit };
    emulator.events.emit('tag', event, pending);
  }
  await Promise.allSettled(pending);
  if (!changed) return;
  refRecords(emulator).set(key, {
    repository,
    branches: Object.fromEntries(after),
    tags: Object.fromEntries(currentTags),
  });
}

/** The repositories of which something was told before. */
export const knownRepositories = (emulator: Emulator): string[] =>
  [...refRecords(emulator).values()].map(({ repository }) => repository);

/** A repository went: one that comes later under its name is another. */
export function forgetRefs(emulator: Emulator, repository: string): void {
  refRecords(emulator).delete(repository.toLowerCase());
}

/** As on GitHub, the first branch that is pushed becomes the default one when there is no `main`. */
async function chooseDefaultBranch(emulator: Emulator, repository: string, names: string[]): Promise<void> {
  const [first] = names;
  if (first === undefined || names.includes('main')) return;
  await runGit(emulator.gitDir, [
    ...['--git-dir', repositoryPath(emulator, repository), 'symbolic-ref', 'HEAD', `refs/heads/${first}`],
  ]);
}
