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

/** A repository as the git host describes it, with properties that git itself does not have. */
export interface RepositoryRecord {
  /** `owner/name` */
  name: string;
  /** Only reported, never enforced: every client needs a password. */
  private: boolean;
  /** The branch that HEAD names, whether it exists yet or not. */
  defaultBranch: string;
}

/** `git/repositories`, by the name in lower case: the settings of repositories that the admin API created. */
const settingRecords = (emulator: Emulator) =>
  emulator.store.collection<{ private: boolean }>('git/repositories');

/** Manages the git host's repositories. Every method throws AwsError, with a message for the user. */
export interface Repositories {
  list(): RepositoryRecord[];
  /** Creates an empty repository. 400 for a name that GitHub would reject, 409 when it exists. */
  create(name: string, isPrivate: boolean): Promise<RepositoryRecord>;
  /** Points HEAD at this branch. 404 when the repository does not exist, 409 when the branch does not. */
  setDefault(name: string, branch: string): Promise<RepositoryRecord>;
  /** Deletes the repository and its contents. 404 when it does not exist. */
  remove(name: string): Promise<void>;
}

/** The repositories of a git host. `mutex` is the one that its pushes use. */
export function repositoriesOf(emulator: Emulator, mutex: KeyedMutex): Repositories {
  const withLock = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    if (!isRepositoryName(name))
      throw new AwsError(
        'BadRequest',
        `name is ${JSON.stringify(name).slice(0, 200)}; expected owner/name as GitHub allows them, without .git.`,
        400,
      );
    const runLocked = () => mutex.runExclusive(name.toLowerCase(), work);
    // The quiesce lock keeps a snapshot from copying a half-changed repository.
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
        // The rename removes it at once. If the process dies before the deletion ends, the next start removes the rest.
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
    // A repository that a first push created is private, the default of GitHub's own tools.
    private: settingRecords(emulator).get(name.toLowerCase())?.private ?? true,
    defaultBranch: /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1] ?? 'main',
  };
}
