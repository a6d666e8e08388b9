import type { PushEvent, World } from '../world.ts';
import { runGit } from './command.ts';
import { branches, repositoryPath } from './repository.ts';

const NOTHING = '0'.repeat(40);

/**
 * Notes where the branches are; the function it answers looks again and tells of each that moved, appeared or
 * went. So an event means that the branch is really there, whatever the push's own report said.
 */
export async function watchPush(world: World, repository: string): Promise<() => Promise<void>> {
  const before = await branches(world, repository);
  return async () => {
    const after = await branches(world, repository);
    if (before.size === 0 && after.size > 0) await chooseDefault(world, repository, [...after.keys()]);
    for (const branch of new Set([...before.keys(), ...after.keys()])) {
      const event: PushEvent = {
        repository,
        branch,
        before: before.get(branch) ?? NOTHING,
        after: after.get(branch) ?? NOTHING,
      };
      if (event.before !== event.after) world.events.emit('push', event);
    }
  };
}

/** As on GitHub, the first branch that is pushed becomes the default one when there is no `main`. */
async function chooseDefault(world: World, repository: string, names: string[]): Promise<void> {
  const [first] = names;
  if (first === undefined || names.includes('main')) return;
  await runGit(world.gitDir, [
    ...['--git-dir', repositoryPath(world, repository), 'symbolic-ref', 'HEAD', `refs/heads/${first}`],
  ]);
}
