import { type ChildProcess, spawn } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../core/at-exit.ts';

/** The settings of every git process of the practice account. The machine's own git settings have no effect. */
const SETTINGS = [
  // Another user of the machine may have created the folder, such as a state folder in a container.
  'safe.directory=*',
  // Automatic maintenance would run in the background after the response, and outlive the practice account.
  'gc.auto=0',
  'maintenance.auto=false',
  'receive.autogc=false',
  // As on GitHub, git rejects broken objects and the deletion of the default branch, but accepts force pushes.
  'receive.fsckObjects=true',
  'receive.denyNonFastForwards=false',
  'receive.denyDeletes=false',
  'receive.denyDeleteCurrent=refuse',
  'uploadpack.allowFilter=true',
  'uploadpack.allowAnySHA1InWant=true',
];

function environment(gitDir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    HOME: join(gitDir, '.home'),
    LANG: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: devNull,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

/**
 * Starts git, isolated from the machine's configuration. Its `stdin` is bytes, a file from its current position, or
 * empty.
 */
export function startGit(
  gitDir: string,
  args: string[],
  options: { stdin?: Buffer | FileHandle; protocol?: string } = {},
): ChildProcess {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const env = environment(gitDir);
  if (options.protocol !== undefined) env.GIT_PROTOCOL = options.protocol;
  const { stdin } = options;
  const stdinSource = stdin === undefined ? 'ignore' : Buffer.isBuffer(stdin) ? 'pipe' : stdin.fd;
  const child = spawn('git', [...settings, ...args], {
    cwd: gitDir,
    env,
    stdio: [stdinSource, 'pipe', 'pipe'],
    windowsHide: true,
  });
  const cancel = atExit(() => child.kill('SIGTERM'));
  for (const event of ['exit', 'error'] as const) child.once(event, cancel);
  // When git exits before it has read all input, its exit code and stderr say why, so the write error is ignored.
  if (Buffer.isBuffer(stdin)) child.stdin?.on('error', () => undefined).end(stdin);
  return child;
}

/** How a git command ended. `exit` is null when it was killed. */
export interface GitResult {
  exit: number | null;
  stdout: Buffer;
  stderr: string;
}

/** A git command took longer, or printed more, than its caller allows, so it was killed. */
export class GitLimitExceeded extends Error {}

/** What git does with a repository of ordinary size takes far less. */
const defaultLimits = { bytes: 16 * 1024 * 1024, milliseconds: 120_000 };

/**
 * Runs git until it exits and collects its output. Rejects when git cannot be started, and with GitLimitExceeded when it
 * exceeds the limits: a push of a few kilobytes can name billions of files.
 */
export async function runGit(
  gitDir: string,
  args: string[],
  limits: Partial<typeof defaultLimits> = {},
): Promise<GitResult> {
  const { bytes, milliseconds } = { ...defaultLimits, ...limits };
  const child = startGit(gitDir, args);
  const out: Buffer[] = [];
  let length = 0;
  let exceeded: string | undefined;
  const stop = (limit: string) => {
    exceeded = limit;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => stop(`${milliseconds} ms`), milliseconds);
  child.stdout?.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > bytes) stop(`${bytes} bytes`);
    else out.push(chunk);
  });
  const result = await waitForExit(child).finally(() => clearTimeout(timer));
  if (exceeded !== undefined) throw new GitLimitExceeded(`git ${args.join(' ')} exceeded ${exceeded}.`);
  return { ...result, stdout: Buffer.concat(out) };
}

/** Waits until a git process has exited. The caller reads its standard output. */
export function waitForExit(child: ChildProcess): Promise<{ exit: number | null; stderr: string }> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < 10_000) stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, stderr: stderr.trim() }));
  });
}
