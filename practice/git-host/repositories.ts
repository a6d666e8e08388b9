import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Emulator } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import type { KeyedMutex } from './keyed-mutex.ts';
import { forgetRefs } from './ref-events.ts';
import { branches, makeBare, repositoryExists, repositoryPath } from './repository.ts';
import { isRepositoryName } from './request-path.ts';
import { runGit } from './run-git.ts';

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
const settingRecords = (emulator: Emulator) =>
  emulator.store.collection<{ private: boolean }>('git/repositories');

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
export function repositoriesOf(emulator: Emulator, mutex: KeyedMutex): Repositories {
  const withLock = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    if (!isRepositoryName(name))
      throw new AwsError(
        'BadRequest',
        `name is ${JSON.stringify(name).slice(0, 200)}; expected owner/name as GitHub allows them, without .git.`,
        400,
      );
    const runLocked = () => mutex.runExclusive(name.toLowerCase(), work);
    // A snapshot is taken of a whole repository, or of none.
    return emulator.quiesceLock?.runShared(runLocked) ?? runLocked();
  };
  const requireExists = (name: string): void => {
    if (repositoryExists(emulator, name)) return;
    throw new AwsError('RepositoryNotFound', `The git host has no repository ${name}.`, 404);
  };
  return {
    list: () => listRepositoryNames(emulator.gitDir).map((name) => describeRepository(emulator, name)),
    create: (name, isPrivate) =>
      withLock(name, async () => {
        if (repositoryExists(emulator, name))
          throw new AwsError('RepositoryExists', `The repository ${name} exists already.`, 409);
        await makeBare(emulator, repositoryPath(emulator, name));
        settingRecords(emulator).set(name.toLowerCase(), { private: isPrivate });
        return describeRepository(emulator, name);
      }),
    setDefault: (name, branch) =>
      withLock(name, async () => {
        requireExists(name);
        if (!(await branches(emulator, name)).has(branch))
          throw new AwsError('BranchNotFound', `${name} has no branch ${branch}.`, 409);
        const gitDirArgs = ['--git-dir', repositoryPath(emulator, name)];
        const head = ['symbolic-ref', 'HEAD', `refs/heads/${branch}`];
        const { exit, stderr } = await runGit(emulator.gitDir, [...gitDirArgs, ...head]);
        if (exit !== 0) throw new Error(`git symbolic-ref in ${name}: ${stderr}`);
        return describeRepository(emulator, name);
      }),
    remove: (name) =>
      withLock(name, async () => {
        requireExists(name);
        // Gone at once; what a death leaves of it is cleared at the next start.
        const trashPath = join(emulator.gitDir, `.new-${randomUUID()}`);
        await rename(repositoryPath(emulator, name), trashPath);
        settingRecords(emulator).delete(name.toLowerCase());
        forgetRefs(emulator, name);
        await rm(trashPath, { recursive: true, force: true });
      }),
  };
}

function listRepositoryNames(gitDir: string): string[] {
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

function describeRepository(emulator: Emulator, name: string): RepositoryRecord {
  const head = readFileSync(join(repositoryPath(emulator, name), 'HEAD'), 'utf8');
  return {
    name,
    // What a first push made is private, as GitHub's own tools propose it.
    private: settingRecords(emulator).get(name.toLowerCase())?.private ?? true,
    defaultBranch: /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1] ?? 'main',
  };
}
