import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../at-exit.ts';
import { absent, andThen, type Fact, known, map, unknown } from '../fact.ts';
import { type GitResult, git, separateCredentials } from './git-command.ts';
import {
  beyondFetchDepth,
  fetchDepth,
  gitErrorOf,
  isRepositoryNotFound,
  withoutCredentials,
} from './git-error.ts';

/** The ID comes from an account or a git host, and git takes an argument that is none for an option or a path. */
const isCommitId = (text: string) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);

/** The branches of a repository at its host: name → commit. */
export type Branches = Record<string, string>;

/** A repository at its git host, read by the git protocol. */
export interface Remote {
  /** Without credentials. */
  readonly url: string;
  branches(): Promise<Fact<Branches>>;
  /** A file's bytes as they were at a commit of this branch; absent when commit or file is not in it. */
  blob(branch: string, commit: string, path: string): Promise<Fact<Uint8Array>>;
  /** When a commit was made, in milliseconds since the epoch, by the clock of the committer's machine. */
  commitTime(branch: string, commit: string): Promise<Fact<number>>;
  /** The branch's commits, newest first, at most `fetchDepth`. */
  commits(branch: string): Promise<Fact<string[]>>;
  /** How often git made a request to the host. */
  counts(): { service: string; operation: string; count: number }[];
  /** Ends git and removes what it fetched. */
  close(): Promise<void>;
}

/** `base` is the git host's URL, with or without credentials: `https://github.com`. */
export function openRemote(
  base: string,
  repository: string,
  { timeoutMs = 15_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Remote {
  const { address, authorization } = separateCredentials(`${base.replace(/\/+$/, '')}/${repository}.git`);
  const counts = new Map<string, number>();
  const fetched = new Map<string, Promise<Fact<true>>>();
  const closing = new AbortController();
  const limits = {
    timeoutMs,
    signal: AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]),
  };
  const running = new Set<Promise<GitResult>>();
  let folder: Promise<string> | undefined;
  let cancelRemoval = () => {};
  let refs: Promise<Fact<Branches>> | undefined;

  function workspace(): Promise<string> {
    folder ??= mkdtemp(join(tmpdir(), 'lab-git-')).then((created) => {
      cancelRemoval = atExit(() => rmSync(created, { recursive: true, force: true }));
      return created;
    });
    return folder;
  }

  /** Tracks the running git processes, so that `close` can wait for them before it removes the folder. */
  function runLocally(args: readonly string[], cwd: string, tracePackets = false): Promise<GitResult> {
    const result = git(args, { cwd, ...limits, tracePackets, authorization });
    running.add(result);
    result.finally(() => running.delete(result));
    return result;
  }

  async function run(
    operation: string,
    args: readonly string[],
    tracePackets = false,
  ): Promise<Fact<GitResult>> {
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const aborted: GitResult = { exit: 'signal', stdout: Buffer.alloc(0), stderr: '' };
    const result = closing.signal.aborted ? aborted : await runLocally(args, await workspace(), tracePackets);
    if (result.exit === 0) return known(result);
    return isRepositoryNotFound(result.stderr)
      ? absent('RepositoryNotFound')
      : unknown(gitErrorOf(operation, result));
  }

  /** git reads any web page as an empty repository, so check that the answer contained packets. */
  async function verifyGitHost(): Promise<Fact<true>> {
    const retried = await run('ls-remote', ['ls-remote', '--heads', address], true);
    if (retried.state !== 'known') return retried;
    if (/ packet: .*</.test(retried.value.stderr)) return known(true);
    return unknown({
      ...gitErrorOf('ls-remote', retried.value),
      code: 'NotGit',
      message: `${withoutCredentials(address)} answers, but not as a git host does`,
    });
  }

  async function readBranches(): Promise<Fact<Branches>> {
    const result = await run('ls-remote', ['ls-remote', '--heads', address]);
    if (result.state !== 'known') return result;
    const lines = result.value.stdout.toString('utf8').split('\n').filter(Boolean);
    if (lines.length === 0) return map(await verifyGitHost(), () => ({}));
    return known(
      Object.fromEntries(
        lines.map((line) => {
          const [commit = '', ref = ''] = line.split('\t');
          return [ref.replace('refs/heads/', ''), commit];
        }),
      ),
    );
  }

  async function fetchBranch(branch: string): Promise<Fact<true>> {
    const cwd = await workspace();
    const init = await runLocally(['init', '--quiet', '--bare', cwd], cwd);
    if (init.exit !== 0) return unknown(gitErrorOf('init', init));
    const spec = `+refs/heads/${branch}:refs/heads/${branch}`;
    const result = await run('fetch', [
      '--git-dir',
      cwd,
      'fetch',
      '--quiet',
      '--no-tags',
      `--depth=${fetchDepth}`,
      address,
      spec,
    ]);
    if (result.state === 'known') return known(true);
    // "couldn't find remote ref" means that the branch does not exist, if the answer is a git host's.
    const isBranchMissing =
      result.state === 'unknown' && /couldn't find remote ref/.test(result.error.message);
    return isBranchMissing ? andThen(await branches(), () => absent('BranchNotFound')) : result;
  }

  function fetchOnce(branch: string): Promise<Fact<true>> {
    const promise = fetched.get(branch) ?? fetchBranch(branch);
    fetched.set(branch, promise);
    return promise;
  }

  function branches(): Promise<Fact<Branches>> {
    refs ??= readBranches();
    return refs;
  }

  /** Finds why git did not find a file: it is not in the commit, or the commit is not in the branch or too old. */
  async function explainMissing(branch: string, commit: string, cwd: string): Promise<Fact<never>> {
    const commitExists = await runLocally(['--git-dir', cwd, 'cat-file', '-e', `${commit}^{commit}`], cwd);
    if (commitExists.exit === 0) return absent('NotInCommit');
    if (commitExists.exit !== 128) return unknown(gitErrorOf('cat-file', commitExists));
    return existsSync(join(cwd, 'shallow'))
      ? unknown(beyondFetchDepth('cat-file', branch))
      : absent('CommitNotInBranch');
  }

  return {
    url: withoutCredentials(address),
    branches,
    async blob(branch, commit, path) {
      if (!isCommitId(commit)) return absent('CommitNotInBranch');
      const fetchedBranch = await fetchOnce(branch);
      if (fetchedBranch.state !== 'known') return fetchedBranch;
      const cwd = await workspace();
      const result = await runLocally(['--git-dir', cwd, 'cat-file', 'blob', `${commit}:${path}`], cwd);
      if (result.exit === 0) return known(new Uint8Array(result.stdout));
      if (result.exit === 128) return explainMissing(branch, commit, cwd);
      return unknown(gitErrorOf('cat-file', result));
    },
    async commitTime(branch, commit) {
      if (!isCommitId(commit)) return absent('CommitNotInBranch');
      const fetchedBranch = await fetchOnce(branch);
      if (fetchedBranch.state !== 'known') return fetchedBranch;
      const cwd = await workspace();
      const result = await runLocally(['--git-dir', cwd, 'show', '-s', '--format=%ct', commit], cwd);
      if (result.exit === 0) return known(Number(result.stdout.toString('utf8').trim()) * 1000);
      if (result.exit === 128) return explainMissing(branch, commit, cwd);
      return unknown(gitErrorOf('show', result));
    },
    async commits(branch) {
      const fetchedBranch = await fetchOnce(branch);
      if (fetchedBranch.state !== 'known') return fetchedBranch;
      const cwd = await workspace();
      const result = await runLocally(['--git-dir', cwd, 'rev-list', `refs/heads/${branch}`], cwd);
      if (result.exit !== 0) return unknown(gitErrorOf('rev-list', result));
      return known(result.stdout.toString('utf8').split('\n').filter(Boolean));
    },
    counts: () => [...counts].map(([operation, count]) => ({ service: 'git', operation, count })),
    async close() {
      closing.abort();
      await Promise.all(running);
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
      cancelRemoval();
    },
  };
}
