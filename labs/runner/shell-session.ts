import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DelimitedStream } from './delimited-stream.ts';
import { driver } from './driver.ts';
import { gitSettings, isolatedEnvironment } from './environment.ts';

/** The outcome of a block. */
export interface BlockResult {
  /** The status of the command that failed, or of the last one; 124 after a timeout. */
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly timedOut: boolean;
  /** The command that failed, and its line within the block, counted from 1. */
  readonly failed?: { readonly line: number; readonly command: string };
}

export interface ShellSessionOptions {
  /** Added to the few variables that every session's shell has (see environment.ts). */
  readonly env: Readonly<Record<string, string>>;
  /** Makes `env` the whole environment: it contains the learner's own HOME, Git and AWS settings. */
  readonly inheritHome?: true;
  /** The working directory of the commands: the kit's folder, or one that replaces it. */
  readonly cwd: string;
  /** What replaces `https://github.com/` in Git's addresses: the base of the practice account's Git host. */
  readonly insteadOf?: string;
  /** Folders in which the shell looks for commands before the PATH. */
  readonly pathPrepend?: readonly string[];
  /** Called with everything that is printed, as it is printed. */
  readonly onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

export interface ShellSession {
  /** Runs a block as printed. After a timeout, or once the shell has ended, it throws. */
  run(block: string, options?: { readonly timeoutMs?: number }): Promise<BlockResult>;
  /** The value that a variable has in the shell; undefined when it is unset or empty. */
  value(name: string): Promise<string | undefined>;
  /** Ends every process of the session and removes its HOME. May be called at any time, and twice. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 60_000;

/** Opens one long-lived bash in a process group of its own, with an empty HOME unless `inheritHome` is set. */
export function openShellSession(options: ShellSessionOptions): ShellSession {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'lab-rehearsal-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  writeFileSync(join(home, '.gitconfig'), gitSettings(options.insteadOf));
  const endMark = `\u0001${folder}\u0001`;
  const shell = spawn('bash', ['--noprofile', '--norc', '-c', driver, 'rehearsal', folder, endMark], {
    cwd: options.cwd,
    env: options.inheritHome
      ? { ...options.env }
      : isolatedEnvironment(home, options.env, options.pathPrepend ?? []),
    // With its own process group, Ctrl-C in the caller's terminal reaches only the caller, and one signal ends all
    // processes.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const blockFiles = shell.stdio[3] as Writable;
  blockFiles.on('error', () => {});
  let muted = false;
  const onText = (stream: 'stdout' | 'stderr') => (text: string) => {
    if (!muted) options.onOutput?.(text, stream);
  };
  const out = new DelimitedStream(shell.stdout as Readable, endMark, onText('stdout'));
  const err = new DelimitedStream(shell.stderr as Readable, endMark, onText('stderr'));
  const outcome = new DelimitedStream(shell.stdio[4] as Readable, /^([^\0]*\0){3}/, () => {});
  const exited = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve());
    shell.once('error', () => resolve());
  });
  let ended = false;
  void exited.then(() => {
    ended = true;
    // A process that left the group may keep the pipes open. Do not wait for it.
    setTimeout(() => {
      for (const pipe of shell.stdio) pipe?.destroy();
    }, 200).unref();
  });

  const cleanUp = () => {
    endGroup(shell);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', cleanUp);
  let count = 0;

  async function run(block: string, { timeoutMs = defaultTimeoutMs } = {}): Promise<BlockResult> {
    if (ended) throw new Error('The rehearsal’s shell has ended: open a new session.');
    const file = join(folder, `block-${++count}`);
    writeFileSync(file, `${block}\n`);
    const started = performance.now();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      ended = true;
      endGroup(shell);
    }, timeoutMs);
    blockFiles.write(`${file}\n`);
    const [stdout, stderr, fields] = await Promise.all([out.next(), err.next(), outcome.next()]);
    clearTimeout(timer);
    const [status, line, command] = fields.split('\0');
    const ms = Math.round(performance.now() - started);
    const printed = { stdout, stderr, ms, timedOut };
    if (timedOut) return { exit: 124, ...printed };
    // The block ended the shell itself, with `exit` or a signal.
    if (command === undefined || status === undefined) {
      await exited;
      return { exit: shell.exitCode ?? 128, ...printed };
    }
    const failed = line === undefined || line === '' ? {} : { failed: { line: Number(line), command } };
    return { exit: Number(status), ...printed, ...failed };
  }

  return {
    run,
    async value(name) {
      muted = true;
      const { stdout } = await run(`printf %s "\${${name}:-}"`);
      muted = false;
      return stdout === '' ? undefined : stdout;
    },
    async close() {
      process.removeListener('exit', cleanUp);
      cleanUp();
      await exited;
      // A process may have written a file while it was being ended.
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function endGroup(shell: ChildProcess): void {
  if (shell.pid === undefined) return;
  try {
    process.kill(-shell.pid, 'SIGKILL');
  } catch {
    // No process is left in the group.
  }
}
