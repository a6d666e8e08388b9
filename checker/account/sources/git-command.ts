import { execFile } from 'node:child_process';

export interface GitResult {
  /** The exit code; `signal` when git was killed, `missing` when git is not installed. */
  exit: number | 'signal' | 'missing';
  stdout: Buffer;
  stderr: string;
}

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
        maxBuffer: 64 * 1024 * 1024,
        encoding: 'buffer',
      },
      (error, stdout, stderr) => {
        const code = (error as { code?: unknown } | null)?.code;
        const exit =
          error === null ? 0 : typeof code === 'number' ? code : code === 'ENOENT' ? 'missing' : 'signal';
        resolve({ exit, stdout, stderr: stderr.toString('utf8') });
      },
    );
  });
}
