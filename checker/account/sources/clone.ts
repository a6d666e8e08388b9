import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { absent, type Fact, known, type Trouble, unknown } from '../fact.ts';
import { git } from './git-command.ts';
import { depth, tooFarBack, troubleOf, withoutCredentials } from './git-trouble.ts';

export interface CloneState {
  folder: string;
  /** The commit that the branch is at in the clone. */
  head: string;
  /** Commits of the clone's branch that the remote does not have. */
  ahead: number;
  /** Whether `index.html` holds changes that are not committed. */
  changed: boolean;
  /** Set where it is a clone of another repository: the address of that one, without credentials. */
  foreign?: string;
}

function noFolder(folder: string): Trouble {
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
 * The learner's own clone against what the remote has. `remoteCommits` are the remote branch's, newest first;
 * `repository` is whose clone it has to be (`owner/name`).
 */
export async function cloneState(
  folder: string,
  branch: string,
  remoteCommits: readonly string[],
  repository?: string,
): Promise<Fact<CloneState>> {
  const options = { cwd: tmpdir(), timeoutMs: 10_000 };
  if (!existsSync(folder)) return unknown(noFolder(folder));
  const head = await git(['-C', folder, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], options);
  if (head.exit === 1) return absent('NoSuchBranch');
  if (head.exit !== 0) return unknown(troubleOf('rev-parse', head));
  const local = await git(['-C', folder, 'rev-list', `refs/heads/${branch}`], options);
  const status = await git(['-C', folder, 'status', '--porcelain', '--', 'index.html'], options);
  if (local.exit !== 0 || status.exit !== 0)
    return unknown(troubleOf('rev-list', local.exit !== 0 ? local : status));
  const foreign = repository === undefined ? known(undefined) : await foreignRemote(folder, repository);
  if (foreign.state !== 'known') return foreign;
  const theirs = new Set(remoteCommits);
  const own = local.stdout.toString('utf8').split('\n').filter(Boolean);
  const shared = own.findIndex((commit) => theirs.has(commit));
  if (shared === -1 && theirs.size >= depth && foreign.value === undefined)
    return unknown(tooFarBack('rev-list', branch));
  return known({
    folder,
    head: head.stdout.toString('utf8').trim(),
    ahead: shared === -1 ? own.length : shared,
    changed: status.stdout.length > 0,
    ...(foreign.value === undefined ? {} : { foreign: foreign.value }),
  });
}

/**
 * The address of a remote where none leads to the repository, whatever the host
 * and however it is spelled: https, ssh, with .git or without. No remote at all says nothing.
 */
async function foreignRemote(folder: string, repository: string): Promise<Fact<string | undefined>> {
  const options = { cwd: tmpdir(), timeoutMs: 10_000 };
  const result = await git(['-C', folder, 'config', '--get-regexp', '^remote\\..*\\.url$'], options);
  if (result.exit === 1) return known(undefined);
  if (result.exit !== 0) return unknown(troubleOf('config', result));
  const urls = result.stdout
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(line.indexOf(' ') + 1));
  const leads = (url: string) =>
    new RegExp(`[/:]${repository.replace(/[.]/g, '\\.')}(\\.git)?/?$`, 'i').test(url);
  return known(urls.some(leads) ? undefined : withoutCredentials(urls[0] ?? ''));
}
