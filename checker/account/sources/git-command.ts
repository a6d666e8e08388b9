import { execFile } from 'node:child_process';

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
}

/**
 * Runs git once, without any prompt, and ends it after `timeoutMs`. The learner's own credential helpers stay
 * active, because the repository can be private.
 */
export function git(args: readonly string[], options: GitOptions): Promise<GitResult> {
  // A git hook or alias that runs this process can have set these; they would point git to another repository.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...inherited } = process.env;
  const env = {
    ...inherited,
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_ASKPASS: 'true',
    SSH_ASKPASS: 'true',
    GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -oBatchMode=yes',
    LC_ALL: 'C',
    ...(options.tracePackets ? { GIT_TRACE_PACKET: '2' } : {}),
  };
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  return new Promise((resolve) => {
    execFile(
      'git',
      args,
      {
        cwd: options.cwd,
        env,
        timeout: options.timeoutMs,
        ...signal,
        maxBuffer: maxOutputBytes,
        encoding: 'buffer',
      },
      (error, stdout, stderr) => {
        resolve({ exit: exitOf(error), stdout, stderr: stderr.toString('utf8') });
      },
    );
  });
}

function exitOf(error: Error | null): GitResult['exit'] {
  if (error === null) return 0;
  const { code } = error as { code?: unknown };
  if (typeof code === 'number') return code;
  if (code === 'ENOENT') return 'missing';
  return code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' ? 'too large' : 'signal';
}
