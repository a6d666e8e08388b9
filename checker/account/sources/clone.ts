import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { defined } from '../../../base/defined.ts';
import { absent, type CallError, type Fact, known, unknown } from '../fact.ts';
import { git } from './git-command.ts';
import { beyondFetchDepth, fetchDepth, gitErrorOf, withoutCredentials } from './git-error.ts';

export interface CloneState {
  folder: string;
  /** The commit at the branch's tip in the clone. */
  head: string;
  /** Commits of the clone's branch that the remote does not have. */
  ahead: number;
  /** Whether `index.html` has uncommitted changes. */
  changed: boolean;
  /** Set when it is a clone of another repository: that repository's URL, without credentials. */
  foreign?: string;
}

function folderMissing(folder: string): CallError {
  return {
    cause: 'other',
    service: 'git',
    operation: 'rev-parse',
    actions: [],
    code: 'NoFolder',
    message: `there is no folder ${folder}; npx lab init --clone FOLDER says where your clone is`,
  };
}

/**
 * Compares the learner's clone with the remote. `remoteCommits` are the remote branch's, newest first;
 * `repository` is the repository of which it must be a clone (`owner/name`).
 */
export async function cloneState(
  folder: string,
  branch: string,
  remoteCommits: readonly string[],
  repository?: string,
): Promise<Fact<CloneState>> {
  const options = { cwd: tmpdir(), timeoutMs: 10_000 };
  if (!existsSync(folder)) return unknown(folderMissing(folder));
  const head = await git(['-C', folder, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], options);
  if (head.exit === 1) return absent('NoSuchBranch');
  if (head.exit !== 0) return unknown(gitErrorOf('rev-parse', head));
  const local = await git(['-C', folder, 'rev-list', `refs/heads/${branch}`], options);
  const status = await git(['-C', folder, 'status', '--porcelain', '--', 'index.html'], options);
  if (local.exit !== 0 || status.exit !== 0)
    return unknown(gitErrorOf('rev-list', local.exit !== 0 ? local : status));
  const otherUrl = repository === undefined ? known(undefined) : await otherRepositoryUrl(folder, repository);
  if (otherUrl.state !== 'known') return otherUrl;
  const remoteCommitSet = new Set(remoteCommits);
  const localCommits = local.stdout.toString('utf8').split('\n').filter(Boolean);
  const firstShared = localCommits.findIndex((commit) => remoteCommitSet.has(commit));
  if (firstShared === -1 && remoteCommitSet.size >= fetchDepth && otherUrl.value === undefined)
    return unknown(beyondFetchDepth('rev-list', branch));
  return known({
    folder,
    head: head.stdout.toString('utf8').trim(),
    ahead: firstShared === -1 ? localCommits.length : firstShared,
    changed: status.stdout.length > 0,
    ...defined({ foreign: otherUrl.value }),
  });
}

/**
 * Returns a remote's URL if no remote points to the repository; undefined if one does, or if there is no remote.
 * The host does not matter, nor the form of the URL: https or ssh, with or without .git.
 */
async function otherRepositoryUrl(folder: string, repository: string): Promise<Fact<string | undefined>> {
  const options = { cwd: tmpdir(), timeoutMs: 10_000 };
  const result = await git(['-C', folder, 'config', '--get-regexp', '^remote\\..*\\.url$'], options);
  if (result.exit === 1) return known(undefined);
  if (result.exit !== 0) return unknown(gitErrorOf('config', result));
  const urls = result.stdout
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(line.indexOf(' ') + 1));
  const pointsToRepository = (url: string) =>
    new RegExp(`[/:]${repository.replace(/[.]/g, '\\.')}(\\.git)?/?$`, 'i').test(url);
  return known(urls.some(pointsToRepository) ? undefined : withoutCredentials(urls[0] ?? ''));
}
