import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { absent, type Fact, known, type Trouble, unknown } from './fact.ts';
import { type GitResult, git } from './git-command.ts';

/** The branches of a repository at its host: name → commit. */
export type Branches = Record<string, string>;

/** A repository at its git host, read by the git protocol. */
export interface Remote {
  /** Without credentials. */
  readonly url: string;
  branches(): Promise<Fact<Branches>>;
  /** A file's bytes as they were at a commit of this branch; absent when commit or file is not in it. */
  blob(branch: string, commit: string, path: string): Promise<Fact<Uint8Array>>;
  /** The branch's commits, newest first, as far back as was fetched. */
  commits(branch: string): Promise<Fact<string[]>>;
  /** How often git was run against the host. */
  counts(): { service: string; operation: string; count: number }[];
  /** Removes what was fetched. */
  close(): Promise<void>;
}

/** Commits that are fetched at most: enough for a lab, and quick for a repository that is more than one. */
const depth = 100;

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@\s]+@/g, '//');
}

function troubleOf(operation: string, { exit, stderr }: GitResult): Trouble {
  const message = withoutCredentials(stderr.trim()) || `git ended with ${exit}`;
  const trouble = (cause: Trouble['cause'], code: string): Trouble => ({
    cause,
    service: 'git',
    operation,
    actions: [],
    code,
    message,
  });
  if (exit === 'missing')
    return { ...trouble('other', 'ENOENT'), message: 'git is not installed, or not on the PATH' };
  if (exit === 'signal')
    return { ...trouble('timeout', 'Timeout'), message: `git ${operation} did not end in time` };
  if (
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied|error: 40[13]/.test(
      stderr,
    )
  ) {
    return trouble('denied', 'AuthenticationFailed');
  }
  if (
    /Could not resolve host|Failed to connect|Couldn't connect|timed out|Connection (refused|reset)/i.test(
      stderr,
    )
  ) {
    return trouble('network', 'Unreachable');
  }
  return trouble('other', `Exit${exit}`);
}

/** The host's own words for a repository that it has not; GitHub says so only to who may see what it has. */
const saysAbsent = (stderr: string) =>
  /repository .*not found|does not appear to be a git repository/i.test(stderr);

/** `base` is the git host's address, credentials in it or not: `https://github.com`. */
export function openRemote(
  base: string,
  repository: string,
  { timeoutMs = 15_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Remote {
  const address = `${base.replace(/\/+$/, '')}/${repository}.git`;
  const counts = new Map<string, number>();
  const fetched = new Map<string, Promise<Fact<true>>>();
  const closing = new AbortController();
  const bounds = {
    timeoutMs,
    signal: AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]),
  };
  const running = new Set<Promise<GitResult>>();
  let folder: Promise<string> | undefined;
  let refs: Promise<Fact<Branches>> | undefined;

  function workspace(): Promise<string> {
    folder ??= mkdtemp(join(tmpdir(), 'lab-git-'));
    return folder;
  }

  /** Notes what runs, so that closing can end it and wait before it removes the folder. */
  function local(args: readonly string[], cwd: string): Promise<GitResult> {
    const result = git(args, { cwd, ...bounds });
    running.add(result);
    result.finally(() => running.delete(result));
    return result;
  }

  async function run(operation: string, args: readonly string[]): Promise<Fact<GitResult>> {
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const over: GitResult = { exit: 'signal', stdout: Buffer.alloc(0), stderr: '' };
    const result = closing.signal.aborted ? over : await local(args, await workspace());
    if (result.exit === 0) return known(result);
    return saysAbsent(result.stderr) ? absent('RepositoryNotFound') : unknown(troubleOf(operation, result));
  }

  async function readBranches(): Promise<Fact<Branches>> {
    const result = await run('ls-remote', ['ls-remote', '--heads', address]);
    if (result.state !== 'known') return result;
    const lines = result.value.stdout.toString('utf8').split('\n').filter(Boolean);
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
    const made = await local(['init', '--quiet', '--bare', cwd], cwd);
    if (made.exit !== 0) return unknown(troubleOf('init', made));
    const spec = `+refs/heads/${branch}:refs/heads/${branch}`;
    const result = await run('fetch', [
      '--git-dir',
      cwd,
      'fetch',
      '--quiet',
      '--no-tags',
      `--depth=${depth}`,
      address,
      spec,
    ]);
    if (result.state === 'known') return known(true);
    // "couldn't find remote ref" is the host's positive answer.
    const gone = result.state === 'unknown' && /couldn't find remote ref/.test(result.trouble.message);
    return gone ? absent('BranchNotFound') : result;
  }

  function fetchOnce(branch: string): Promise<Fact<true>> {
    const promise = fetched.get(branch) ?? fetchBranch(branch);
    fetched.set(branch, promise);
    return promise;
  }

  return {
    url: withoutCredentials(address),
    branches() {
      refs ??= readBranches();
      return refs;
    },
    async blob(branch, commit, path) {
      const there = await fetchOnce(branch);
      if (there.state !== 'known') return there;
      const cwd = await workspace();
      const result = await git(['--git-dir', cwd, 'cat-file', 'blob', `${commit}:${path}`], {
        cwd,
        timeoutMs,
      });
      if (result.exit === 0) return known(new Uint8Array(result.stdout));
      if (result.exit === 128) return absent('NotInRepository');
      return unknown(troubleOf('cat-file', result));
    },
    async commits(branch) {
      const there = await fetchOnce(branch);
      if (there.state !== 'known') return there;
      const cwd = await workspace();
      const result = await local(['--git-dir', cwd, 'rev-list', `refs/heads/${branch}`], cwd);
      if (result.exit !== 0) return unknown(troubleOf('rev-list', result));
      return known(result.stdout.toString('utf8').split('\n').filter(Boolean));
    },
    counts: () => [...counts].map(([operation, count]) => ({ service: 'git', operation, count })),
    async close() {
      closing.abort();
      await Promise.all(running);
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
    },
  };
}

export interface CloneState {
  folder: string;
  /** The commit that the branch is at in the clone. */
  head: string;
  /** Commits of the clone's branch that the remote does not have. */
  ahead: number;
  /** Whether `index.html` holds changes that are not committed. */
  changed: boolean;
}

/** The learner's own clone against what the remote has. `remoteCommits` are the remote branch's, newest first. */
export async function cloneState(
  folder: string,
  branch: string,
  remoteCommits: readonly string[],
): Promise<Fact<CloneState>> {
  const options = { cwd: tmpdir(), timeoutMs: 10_000 };
  const head = await git(['-C', folder, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], options);
  if (head.exit === 1) return absent('NoSuchBranch');
  if (head.exit !== 0) return unknown(troubleOf('rev-parse', head));
  const local = await git(['-C', folder, 'rev-list', `refs/heads/${branch}`], options);
  const status = await git(['-C', folder, 'status', '--porcelain', '--', 'index.html'], options);
  if (local.exit !== 0 || status.exit !== 0)
    return unknown(troubleOf('rev-list', local.exit !== 0 ? local : status));
  const theirs = new Set(remoteCommits);
  const own = local.stdout.toString('utf8').split('\n').filter(Boolean);
  const shared = own.findIndex((commit) => theirs.has(commit));
  return known({
    folder,
    head: head.stdout.toString('utf8').trim(),
    ahead: shared === -1 ? own.length : shared,
    changed: status.stdout.length > 0,
  });
}
