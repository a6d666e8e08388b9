import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { atExit } from '../at-exit.ts';
import { startDeadline } from '../deadline.ts';

export interface GitResult {
  /**
   * The exit code; `signal` when git was killed, `missing` when git is not installed, `too large` when it printed more
   * than `maxOutputBytes`.
   */
  exit: number | 'signal' | 'missing' | 'too large';
  stdout: Buffer;
  stderr: string;
}

/** The most bytes that git may print: a file's contents, for example. */
export const maxOutputBytes = 64 * 1024 * 1024;

export interface GitOptions {
  cwd: string;
  timeoutMs: number;
  /** Also ends git. */
  signal?: AbortSignal;
  /** Makes git write the protocol's packets to the standard error. */
  tracePackets?: boolean;
  /** Credentials for a host. Each user of the machine can read a process's arguments, so they are not among those. */
  authorization?: Authorization | undefined;
}

/** An HTTP `Authorization` header, for all URLs below `url`. */
export interface Authorization {
  url: string;
  header: string;
}

/** Takes the credentials out of a URL. */
export function separateCredentials(address: string): { address: string; authorization?: Authorization } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username + url.password === '')
    return { address };
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const header = `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  url.username = '';
  url.password = '';
  return { address: url.href, authorization: { url: `${url.origin}/`, header } };
}

/** The environment's settings for git, with one more. */
function withHeader({ url, header }: Authorization): NodeJS.ProcessEnv {
  const count = Number(process.env.GIT_CONFIG_COUNT ?? 0);
  return {
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: `http.${url}.extraHeader`,
    [`GIT_CONFIG_VALUE_${count}`]: header,
  };
}

/** The environment of git. It cannot ask, but the learner's own credential helpers stay active: a repository can be private. */
function environment({
  tracePackets,
  authorization,
}: Pick<GitOptions, 'tracePackets' | 'authorization'>): NodeJS.ProcessEnv {
  // A git hook or alias that runs this process can have set these; they would point git to another repository.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...inherited } = process.env;
  return {
    ...inherited,
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_ASKPASS: 'true',
    SSH_ASKPASS: 'true',
    GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -oBatchMode=yes',
    LC_ALL: 'C',
    ...(tracePackets ? { GIT_TRACE_PACKET: '2' } : {}),
    ...(authorization === undefined ? {} : withHeader(authorization)),
  };
}

/** Ends git with the processes that it has started: those that wait for a host would wait on without it. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    // No process is left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Collects what a process prints. Calls `onTooMuch` when it is more than `maxOutputBytes`. */
function collect(stream: Readable, onTooMuch: () => void): () => Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  stream.on('data', (part: Buffer) => {
    size += part.length;
    if (size > maxOutputBytes) onTooMuch();
    else parts.push(part);
  });
  return () => Buffer.concat(parts);
}

/** Runs git once, without any prompt, and ends it after `timeoutMs`, or when this process exits. */
export async function git(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const { cwd, timeoutMs } = options;
  const { signal, clear } = startDeadline(timeoutMs, options.signal);
  // With its own process group, one signal ends all of its processes.
  const child = spawn('git', args, {
    ...{ cwd, env: environment(options), detached: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => endGroup(child);
  const cancel = atExit(end);
  let isTooLarge = false;
  const onTooMuch = () => {
    isTooLarge = true;
    end();
  };
  const [stdout, stderr] = [collect(child.stdout, onTooMuch), collect(child.stderr, onTooMuch)];
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const exit = await new Promise<GitResult['exit']>((resolve) => {
    child.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ENOENT' ? 'missing' : 'signal'),
    );
    child.once('close', (code) => resolve(code ?? 'signal'));
  });
  signal.removeEventListener('abort', end);
  cancel();
  clear();
  return { exit: isTooLarge ? 'too large' : exit, stdout: stdout(), stderr: stderr().toString('utf8') };
}
