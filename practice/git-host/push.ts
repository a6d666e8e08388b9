import type { PushEvent, TagEvent, Waits, World } from '../core/world.ts';
import { runGit } from './command.ts';
import { branches, repositoryPath, tags } from './repository.ts';

const NOTHING = '0'.repeat(40);

/** `git/heads`, keyed by the repository's name in lower case: where its branches and tags were when last told of. */
interface Heads {
  repository: string;
  branches: Record<string, string>;
  tags?: Record<string, string>;
}

const headsOf = (world: World) => world.store.collection<Heads>('git/heads');

/**
 * Tells of each branch and tag that moved, appeared or (branches only) went since this was last asked: so an event means that it
 * is really there, whatever a push's own report said, and a push whose telling was cut off by the end
 * of the process is told the next time. One at a time for each repository.
 */
export async function announce(world: World, repository: string): Promise<void> {
  const key = repository.toLowerCase();
  const known = headsOf(world).get(key);
  const after = await branches(world, repository);
  // One that is seen for the first time is taken as it is.
  const before = new Map(known === undefined ? after : Object.entries(known.branches));
  if (before.size === 0 && after.size > 0) await chooseDefault(world, repository, [...after.keys()]);
  const pending: Waits = [];
  let moved = known === undefined;
  for (const branch of new Set([...before.keys(), ...after.keys()])) {
    const event: PushEvent = {
      repository,
      branch,
      before: before.get(branch) ?? NOTHING,
      after: after.get(branch) ?? NOTHING,
    };
    if (event.before === event.after) continue;
    moved = true;
    world.events.emit('push', event, pending);
  }
  const tagged = await tags(world, repository);
  const knownTags = new Map(known?.tags === undefined ? tagged : Object.entries(known.tags));
  if (tagged.size !== knownTags.size || known?.tags === undefined) moved = true;
  for (const [tag, commit] of tagged) {
    if (knownTags.get(tag) === commit) continue;
    moved = true;
    const event: TagEvent = { repository, tag, commit };
    world.events.emit('tag', event, pending);
  }
  await Promise.allSettled(pending);
  if (!moved) return;
  headsOf(world).set(key, {
    repository,
    branches: Object.fromEntries(after),
    tags: Object.fromEntries(tagged),
  });
}

/** The repositories of which something was told before. */
export const announced = (world: World): string[] =>
  [...headsOf(world).values()].map(({ repository }) => repository);

/** A repository went: one that comes later under its name is another. */
export function forgetHeads(world: World, repository: string): void {
  headsOf(world).delete(repository.toLowerCase());
}

/** As on GitHub, the first branch that is pushed becomes the default one when there is no `main`. */
async function chooseDefault(world: World, repository: string, names: string[]): Promise<void> {
  const [first] = names;
  if (first === undefined || names.includes('main')) return;
  await runGit(world.gitDir, [
    ...['--git-dir', repositoryPath(world, repository), 'symbolic-ref', 'HEAD', `refs/heads/${first}`],
  ]);
}
