import { type ChildProcess, spawn } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';

/** What every git of the practice account is told, so that nothing depends on the machine's own git settings. */
const SETTINGS = [
  // The folder may have been made by another user of the machine (a state folder in a container).
  'safe.directory=*',
  // Housekeeping would go on in the background after the answer, and outlive the practice account.
  'gc.auto=0',
  'maintenance.auto=false',
  'receive.autogc=false',
  // As GitHub: broken objects are refused, and so is deleting the default branch; force pushes are not.
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
 * Starts git, shut off from the machine's configuration.
 * @param stdin what to read: bytes, a file at its position, or nothing
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
  // A git that ends before it has read everything says why by its exit and its words.
  if (Buffer.isBuffer(stdin)) child.stdin?.on('error', () => undefined).end(stdin);
  return child;
}

/** How a git command ended. `exit` is null when it was killed. */
export interface GitResult {
  exit: number | null;
  stdout: Buffer;
  stderr: string;
}

/** Runs git to its end and collects what it said. Rejects only when git cannot be started at all. */
export function runGit(gitDir: string, args: string[]): Promise<GitResult> {
  const child = startGit(gitDir, args);
  const out: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  return waitForExit(child).then((result) => ({ ...result, stdout: Buffer.concat(out) }));
}

/** Waits for a started git's end; the caller reads its standard output. */
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
