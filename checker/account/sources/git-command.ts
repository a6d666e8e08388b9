import { execFile } from 'node:child_process';

export interface GitResult {
  /** The exit code; `signal` when it was ended, `missing` when there is no git. */
  exit: number | 'signal' | 'missing';
  stdout: Buffer;
  stderr: string;
}

export interface GitOptions {
  cwd: string;
  timeoutMs: number;
  /** Ends git, too. */
  signal?: AbortSignal;
  /** Writes what goes to and fro to the standard error. */
  tracePackets?: boolean;
}

/**
 * Runs git once, without a prompt of any kind, ended after `timeoutMs`. The learner's own credential helpers
 * stay in force, for the repository may be private.
 */
export function git(args: readonly string[], options: GitOptions): Promise<GitResult> {
  // A hook or an alias around us may have set these; they would turn git to another repository.
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
