import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defined } from '../core/defined.ts';
import type { Emulator } from '../core/emulator.ts';
import { isRepositoryName } from './request-path.ts';
import { GitLimitExceeded, runGit } from './run-git.ts';

type GitStorage = Pick<Emulator, 'gitDir'>;

/** One commit, with the properties that a pipeline's source action reports. */
export interface CommitInfo {
  id: string;
  /** The whole message, without the newline at its end. */
  message: string;
  authorName: string;
  authorEmail: string;
  /** `2026-01-31T09:00:00Z` */
  authorDate: string;
}

/**
 * Folder of the bare repository, whether it exists or not. As on GitHub, names are case-insensitive.
 * Throws for a name that GitHub does not allow, so that no path leads out of `gitDir`.
 */
export function repositoryPath(emulator: GitStorage, repository: string): string {
  const [owner, name] = repository.split('/');
  if (!isRepositoryName(repository) || owner === undefined || name === undefined) {
    throw new Error(`not a repository name: ${repository}`);
  }
  const folder = join(emulator.gitDir, entryOf(emulator.gitDir, owner));
  return join(folder, entryOf(folder, `${name}.git`));
}

/** The spelling of the name in the folder, when an entry differs from it only in case; else the name itself. */
function entryOf(folder: string, name: string): string {
  if (!existsSync(folder) || existsSync(join(folder, name))) return name;
  return readdirSync(folder).find((entry) => entry.toLowerCase() === name.toLowerCase()) ?? name;
}

export function repositoryExists(emulator: GitStorage, repository: string): boolean {
  return isRepositoryName(repository) && existsSync(join(repositoryPath(emulator, repository), 'HEAD'));
}

/**
 * Creates an empty bare repository whose HEAD is `main`. It appears at `path` complete or not at all. When two calls
 * create it at once, both succeed, and `path` is the repository of one of them.
 */
export async function makeBare(emulator: GitStorage, path: string): Promise<void> {
  if (existsSync(join(path, 'HEAD'))) return;
  const draftPath = join(emulator.gitDir, `.new-${randomUUID()}`);
  await mkdir(dirname(path), { recursive: true });
  const init = await runGit(emulator.gitDir, [
    'init',
    '--quiet',
    '--bare',
    '--template=',
    '--initial-branch=main',
    draftPath,
  ]);
  try {
    if (init.exit !== 0) throw new Error(`git init failed: ${init.stderr}`);
    await rename(draftPath, path);
  } catch (error) {
    await rm(draftPath, { recursive: true, force: true });
    if (!existsSync(join(path, 'HEAD'))) throw error;
  }
}

/** Commit ids by branch name. */
export async function branches(emulator: GitStorage, repository: string): Promise<Map<string, string>> {
  if (!repositoryExists(emulator, repository)) return new Map();
  const { stdout } = await git(emulator, repository, [
    'for-each-ref',
    '--format=%(objectname) %(refname:lstrip=2)',
    'refs/heads',
  ]);
  const lines = stdout.toString('utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
}

/** Commit ids by tag name. Tags of other objects are left out. */
export async function tags(emulator: GitStorage, repository: string): Promise<Map<string, string>> {
  if (!repositoryExists(emulator, repository)) return new Map();
  const { stdout } = await git(emulator, repository, [
    'for-each-ref',
    // An annotated tag is an object of its own that names the commit.
    '--format=%(if)%(*objectname)%(then)%(*objecttype) %(*objectname)%(else)%(objecttype) %(objectname)%(end) %(refname:lstrip=2)',
    'refs/tags',
  ]);
  const lines = stdout.toString('utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, commit, tag] = /^commit (\S+) (.+)$/.exec(line) ?? [];
      return commit === undefined || tag === undefined ? [] : [[tag, commit]];
    }),
  );
}

/** The id of a branch's latest commit; undefined when there is no such repository or branch. */
export async function branchCommit(
  emulator: GitStorage,
  repository: string,
  branch: string,
): Promise<string | undefined> {
  if (!repositoryExists(emulator, repository)) return undefined;
  // `show-ref --verify` takes the name literally, where `rev-parse` would read `main~1` as an expression.
  const { exit, stdout } = await runGit(emulator.gitDir, [
    '--git-dir',
    repositoryPath(emulator, repository),
    'show-ref',
    '--verify',
    '--hash',
    `refs/heads/${branch}`,
  ]);
  return exit === 0 ? stdout.toString('utf8').trim() : undefined;
}

/**
 * A commit's author and message; undefined when the repository has no such commit. Throws CommitTooLarge for a message
 * of megabytes.
 */
export async function commitInfo(
  emulator: GitStorage,
  repository: string,
  commit: string,
): Promise<CommitInfo | undefined> {
  if (!repositoryExists(emulator, repository) || !isCommitId(commit)) return undefined;
  const log = runGit(emulator.gitDir, [
    '--git-dir',
    repositoryPath(emulator, repository),
    'log',
    '-1',
    '--no-show-signature',
    '--encoding=UTF-8',
    '--format=%H%x00%an%x00%ae%x00%at%x00%B',
    `${commit}^{commit}`,
    '--',
  ]);
  const { exit, stdout } = await withinLimits(log);
  if (exit !== 0) return undefined;
  const [id, authorName, authorEmail, seconds, ...message] = stdout.toString('utf8').split('\0');
  return {
    id: id ?? commit,
    message: message.join('\0').trimEnd(),
    authorName: authorName ?? '',
    authorEmail: authorEmail ?? '',
    authorDate: dateOf(Number(seconds)),
  };
}

/** A date beyond what can be represented is that of the epoch, as git shows it. */
const dateOf = (seconds: number): string =>
  new Date(seconds <= 8.64e12 ? seconds * 1000 : 0).toISOString().replace('.000Z', 'Z');

/** The largest commit that is archived. GitHub's and CodePipeline's own limits are far higher. */
export const archiveLimits = { entries: 20_000, megabytes: 256 } as const;

const archiveBytes = archiveLimits.megabytes * 1024 * 1024;

/** A commit exceeds the limits of what is read or archived. */
export class CommitTooLarge extends Error {}

async function withinLimits<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof GitLimitExceeded ? new CommitTooLarge(error.message) : error;
  }
}

/**
 * The commit's files as a ZIP archive, without an enclosing folder. Throws when there is no such commit, and
 * CommitTooLarge when it exceeds the limits.
 */
export async function zipOf(emulator: GitStorage, repository: string, commit: string): Promise<Buffer> {
  if (!isCommitId(commit)) throw new Error(`not a commit id: ${commit}`);
  await withinLimits(requireArchivable(emulator, repository, commit));
  const archive = git(emulator, repository, ['archive', '--format=zip', commit], archiveBytes);
  return (await withinLimits(archive)).stdout;
}

/** Counted before the archive is made: a few objects can be in it billions of times, and take hours to compress. */
async function requireArchivable(emulator: GitStorage, repository: string, commit: string): Promise<void> {
  const { stdout } = await git(emulator, repository, ['ls-tree', '-r', '-t', '-l', '-z', commit]);
  const entries = stdout.toString('latin1').split('\0').filter(Boolean);
  const bytes = entries.reduce((sum, entry) => sum + sizeInTree(entry), 0);
  if (entries.length > archiveLimits.entries || bytes > archiveBytes)
    throw new CommitTooLarge(`${repository} ${commit} has ${entries.length} entries and ${bytes} bytes.`);
}

/** The size in a line of `ls-tree`: `<mode> <type> <id> <size>`, a tab, and the path. A folder's size is `-`. */
const sizeInTree = (entry: string): number => Number(/^\d+ blob \w+ +(\d+)\t/.exec(entry)?.[1] ?? 0);

function isCommitId(commit: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit);
}

async function git(emulator: GitStorage, repository: string, args: string[], bytes?: number) {
  const gitDirArgs = ['--git-dir', repositoryPath(emulator, repository)];
  const result = await runGit(emulator.gitDir, [...gitDirArgs, ...args], defined({ bytes }));
  if (result.exit !== 0) throw new Error(`git ${args[0]} in ${repository}: ${result.stderr}`);
  return result;
}
