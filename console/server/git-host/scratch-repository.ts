import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined } from '../../../base/defined.ts';
import { runProgram } from '../../../checker/account/run-program.ts';
import { GitHostError } from '../ports.ts';

type Env = Record<string, string | undefined>;

/** The result of a git command that is allowed to fail. */
export interface GitResult {
  ok: boolean;
  stdout: Buffer;
  /** Without the host's credentials. */
  stderr: string;
}

/** An empty repository for one request, whose `origin` is the repository at the git host. */
export interface ScratchRepository {
  /** Runs git there and answers its result, whether it succeeded or not. */
  attempt(args: readonly string[], input?: string | Buffer): Promise<GitResult>;
  /** Runs git there and answers its standard output. Throws GitHostError with git's message when it fails. */
  git(args: readonly string[], input?: string | Buffer): Promise<Buffer>;
  /** The same as text, without the whitespace at its end. */
  text(args: readonly string[], input?: string | Buffer): Promise<string>;
}

/** The author of every commit that is made on the pretend GitHub. */
export const committer = { name: 'Pipeline Learner', email: 'learner@example.com' };

const gitConfig = [
  'protocol.allow=never',
  'protocol.http.allow=always',
  'http.followRedirects=false',
  'gc.auto=0',
  'maintenance.auto=false',
  `core.hooksPath=${devNull}`,
  'credential.helper=',
  'core.quotePath=false',
  'core.protectHFS=true',
  'core.protectNTFS=true',
].flatMap((setting) => ['-c', setting]);

const maxOutputBytes = 32 * 1024 * 1024;

/**
 * Calls `run` with a new repository, which has no files and none of the machine's git settings, and removes it
 * afterwards. The host's URL has credentials. They are a header in that repository's configuration: git passes an address
 * to its own processes as an argument, which other users of the machine could read.
 */
export async function withScratchRepository<T>(
  env: Env,
  repository: string,
  run: (scratch: ScratchRepository) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-github-'));
  const address = `${(env.LAB_GIT_URL ?? '').replace(/\/+$/, '')}/${repository}.git`;
  if (!URL.canParse(address)) throw new GitHostError('LAB_GIT_URL is not the address of a git host.');
  const url = new URL(address);
  const credentials = [url.username, url.password].map(decodeURIComponent).join(':');
  url.username = '';
  url.password = '';
  const attempt: ScratchRepository['attempt'] = async (args, input) => {
    const { exit, stdout, stderr } = await runProgram('git', [...gitConfig, ...args], {
      cwd: folder,
      env: environment(env, folder),
      timeoutMs: 30_000,
      maxOutputBytes,
      ...defined({ input }),
    });
    if (exit === 'missing')
      throw new GitHostError(
        'There is no git on this machine; the pretend GitHub needs it, as the lab does.',
      );
    if (exit === 'too large') throw new GitHostError('This repository is too large for the pretend GitHub.');
    if (exit === 'timeout') throw new GitHostError('The git host did not answer within 30 seconds.');
    return {
      ok: exit === 0,
      stdout,
      stderr: stderr.trim(),
    };
  };
  const git: ScratchRepository['git'] = async (args, input) => {
    const { ok, stdout, stderr } = await attempt(args, input);
    if (!ok) throw new GitHostError(`git ${args[0]}: ${stderr.slice(0, 1000) || 'failed without a word'}`);
    return stdout;
  };
  try {
    await git(['init', '--quiet', '--bare', '--template=', '.']);
    const header = `Authorization: Basic ${Buffer.from(credentials).toString('base64')}`;
    await appendFile(
      join(folder, 'config'),
      `[remote "origin"]\n\turl = "${url.href}"\n[http "${url.origin}/"]\n\textraHeader = ${header}\n`,
    );
    const text: ScratchRepository['text'] = async (args, input) =>
      (await git(args, input)).toString('utf8').trimEnd();
    return await run({ attempt, git, text });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function environment(env: Env, folder: string): Record<string, string> {
  const identity = (role: string) => ({
    [`GIT_${role}_NAME`]: committer.name,
    [`GIT_${role}_EMAIL`]: committer.email,
  });
  return {
    PATH: env.PATH ?? process.env.PATH ?? '',
    HOME: folder,
    LC_ALL: 'C',
    GIT_DIR: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    ...identity('AUTHOR'),
    ...identity('COMMITTER'),
  };
}

/** The branches at the host: name → commit. */
export async function branchesOf(scratch: ScratchRepository): Promise<Map<string, string>> {
  const lines = (await scratch.text(['ls-remote', '--heads', 'origin'])).split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [commit = '', ref = ''] = line.split('\t');
      return [ref.replace('refs/heads/', ''), commit] as const;
    }),
  );
}

/** Fetches a branch's newest commits and answers the newest id. Throws GitHostError when the branch is missing. */
export async function fetchBranch(
  scratch: ScratchRepository,
  branch: string,
  depth: number,
): Promise<string> {
  const spec = `+refs/heads/${branch}:refs/heads/fetched`;
  const { ok, stderr } = await scratch.attempt([
    'fetch',
    '--quiet',
    '--no-tags',
    `--depth=${depth}`,
    'origin',
    spec,
  ]);
  if (ok) return scratch.text(['rev-parse', '--verify', 'refs/heads/fetched']);
  throw new GitHostError(
    /couldn't find remote ref/.test(stderr)
      ? `There is no branch ${branch}.`
      : `git fetch: ${stderr.slice(0, 1000)}`,
  );
}
