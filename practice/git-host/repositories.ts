import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsError } from '../core/errors.ts';
import type { World } from '../core/world.ts';
import { isRepositoryName } from './address.ts';
import { runGit } from './command.ts';
import type { Locks } from './locks.ts';
import { forgetHeads } from './push.ts';
import { branches, makeBare, repositoryExists, repositoryPath } from './repository.ts';

/** What the git host says of a repository that git itself does not. */
export interface RepositoryRecord {
  /** `owner/name` */
  name: string;
  /** Only said, never acted on: the host asks everybody for a password. */
  private: boolean;
  /** The branch that HEAD names, whether it is there yet or not. */
  defaultBranch: string;
}

/** `git/repositories`, by the name in lower case: what was chosen when the repository was made by hand. */
const chosen = (world: World) => world.store.collection<{ private: boolean }>('git/repositories');

/** What a host lets one do with repositories as a whole. All of it throws AwsError with words for the person. */
export interface Repositories {
  list(): RepositoryRecord[];
  /** Makes an empty one. 400 for a name that GitHub would refuse, 409 when it is there. */
  create(name: string, isPrivate: boolean): Promise<RepositoryRecord>;
  /** HEAD names this branch from now on. 404 for a repository, 409 for a branch that is not there. */
  setDefault(name: string, branch: string): Promise<RepositoryRecord>;
  /** Takes it away with all that is in it. 404 when it is not there. */
  remove(name: string): Promise<void>;
}

/** The repositories of a host whose pushes hold `locks`. */
export function repositoriesOf(world: World, locks: Locks): Repositories {
  const held = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    if (!isRepositoryName(name))
      throw new AwsError(
        'BadRequest',
        `name is ${JSON.stringify(name).slice(0, 200)}; expected owner/name as GitHub allows them, without .git.`,
        400,
      );
    const locked = () => locks.hold(name.toLowerCase(), work);
    // A snapshot is taken of a whole repository, or of none.
    return world.gate?.pass(locked) ?? locked();
  };
  const demand = (name: string): void => {
    if (repositoryExists(world, name)) return;
    throw new AwsError('RepositoryNotFound', `The git host has no repository ${name}.`, 404);
  };
  return {
    list: () => namesIn(world.gitDir).map((name) => described(world, name)),
    create: (name, isPrivate) =>
      held(name, async () => {
        if (repositoryExists(world, name))
          throw new AwsError('RepositoryExists', `The repository ${name} exists already.`, 409);
        await makeBare(world, repositoryPath(world, name));
        chosen(world).set(name.toLowerCase(), { private: isPrivate });
        return described(world, name);
      }),
    setDefault: (name, branch) =>
      held(name, async () => {
        demand(name);
        if (!(await branches(world, name)).has(branch))
          throw new AwsError('BranchNotFound', `${name} has no branch ${branch}.`, 409);
        const where = ['--git-dir', repositoryPath(world, name)];
        const head = ['symbolic-ref', 'HEAD', `refs/heads/${branch}`];
        const { exit, stderr } = await runGit(world.gitDir, [...where, ...head]);
        if (exit !== 0) throw new Error(`git symbolic-ref in ${name}: ${stderr}`);
        return described(world, name);
      }),
    remove: (name) =>
      held(name, async () => {
        demand(name);
        // Gone at once; what a death leaves of it is cleared at the next start.
        const going = join(world.gitDir, `.new-${randomUUID()}`);
        await rename(repositoryPath(world, name), going);
        chosen(world).delete(name.toLowerCase());
        forgetHeads(world, name);
        await rm(going, { recursive: true, force: true });
      }),
  };
}

function namesIn(gitDir: string): string[] {
  const names: string[] = [];
  for (const owner of readdirSync(gitDir, { withFileTypes: true })) {
    if (!owner.isDirectory() || owner.name.startsWith('.')) continue;
    for (const entry of readdirSync(join(gitDir, owner.name))) {
      const name = `${owner.name}/${entry.replace(/\.git$/, '')}`;
      if (entry.endsWith('.git') && repositoryExists({ gitDir }, name)) names.push(name);
    }
  }
  return names.sort((a, b) => a.localeCompare(b, 'en'));
}

function described(world: World, name: string): RepositoryRecord {
  const head = readFileSync(join(repositoryPath(world, name), 'HEAD'), 'utf8');
  return {
    name,
    // What a first push made is private, as GitHub's own tools propose it.
    private: chosen(world).get(name.toLowerCase())?.private ?? true,
    defaultBranch: /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1] ?? 'main',
  };
}
