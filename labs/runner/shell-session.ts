import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DelimitedStream } from './delimited-stream.ts';
import { driver } from './driver.ts';
import { gitSettings, isolatedEnvironment } from './environment.ts';

/** What a block did. */
export interface BlockResult {
  /** The status of the command that failed, or of the last one; 124 when the time was up. */
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly timedOut: boolean;
  /** The command that failed, and its line within the block, counted from 1. */
  readonly failed?: { readonly line: number; readonly command: string };
}

export interface ShellSessionOptions {
  /** Added to the few variables that the shell has at all (see environment.ts). */
  readonly env: Readonly<Record<string, string>>;
  /** `env` is all that the shell has: somebody's own HOME, git and AWS settings are in it. */
  readonly inheritHome?: true;
  /** The folder in which the commands are typed: a kit's folder, or one that stands for it. */
  readonly cwd: string;
  /** Where `https://github.com` leads: the base of the practice account's git host. */
  readonly insteadOf?: string;
  /** Folders that are searched for commands before all others. */
  readonly pathPrepend?: readonly string[];
  /** Hears everything that is printed, as it is printed. */
  readonly onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

export interface ShellSession {
  /** Runs a block as printed. After a time-out, or once the shell has ended, the session takes no more. */
  run(block: string, options?: { readonly timeoutMs?: number }): Promise<BlockResult>;
  /** The value that a variable has in the shell; undefined when it is unset or empty. */
  value(name: string): Promise<string | undefined>;
  /** Ends every process of the session and removes its HOME. May be called at any time, and twice. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 60_000;

/** Opens one long-lived bash with an empty HOME, in a process group of its own. */
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
    // A group of its own: a Ctrl-C in the caller's terminal reaches the caller alone, and one signal ends all.
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
    // A process that left the group may still hold the pipes: nobody waits for it.
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
      // A process that was being ended may have written once more.
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function endGroup(shell: ChildProcess): void {
  if (shell.pid === undefined) return;
  try {
    process.kill(-shell.pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
}
