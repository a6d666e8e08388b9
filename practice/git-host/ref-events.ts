import type { Emulator, PendingWork, PushEvent, TagEvent } from '../core/emulator.ts';
import { branches, repositoryPath, tags } from './repository.ts';
import { runGit } from './run-git.ts';

const ZERO_COMMIT = '0'.repeat(40);

/** A record of `git/heads`, keyed by the repository's name in lower case: its branches and tags at the last events. */
interface RefRecord {
  repository: string;
  branches: Record<string, string>;
  tags?: Record<string, string>;
}

const refRecords = (emulator: Emulator) => emulator.store.collection<RefRecord>('git/heads');

/**
 * Emits `push` for each branch that was created, moved or deleted since the last call, and `tag` for each tag that was
 * created or moved. It compares the repository with its record and ignores the push's own report. So every event is
 * about a real change, and the next call emits what the end of the process interrupted. Never run two calls at once
 * for one repository.
 */
export async function emitRefChanges(emulator: Emulator, repository: string): Promise<void> {
  const key = repository.toLowerCase();
  const known = refRecords(emulator).get(key);
  const after = await branches(emulator, repository);
  // A repository without a record is recorded as it is, without events.
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

/** The repositories that have a record of their branches and tags. */
export const knownRepositories = (emulator: Emulator): string[] =>
  [...refRecords(emulator).values()].map(({ repository }) => repository);

/** Deletes the record of a removed repository, so that a later one of the same name begins without it. */
export function forgetRefs(emulator: Emulator, repository: string): void {
  refRecords(emulator).delete(repository.toLowerCase());
}

/** As on GitHub, the first branch that is pushed becomes the default branch when there is no `main`. */
async function chooseDefaultBranch(emulator: Emulator, repository: string, names: string[]): Promise<void> {
  const [first] = names;
  if (first === undefined || names.includes('main')) return;
  await runGit(emulator.gitDir, [
    '--git-dir',
    repositoryPath(emulator, repository),
    'symbolic-ref',
    'HEAD',
    `refs/heads/${first}`,
  ]);
}
