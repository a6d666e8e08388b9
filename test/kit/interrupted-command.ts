import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyHome } from './lab-command.ts';
import { root } from './root.ts';

/** How a command ended that got SIGINT as soon as it printed something or called the server. */
export interface Interrupted {
  exit: number | null;
  /** Set when the command had to be killed. */
  signal: NodeJS.Signals | null;
  /** Whether the command ended by itself before it did either. */
  endedFirst: boolean;
  /** The processes of the command that are left, by their command lines. Empty where there is no /proc. */
  left: string[];
  /** What the command left in its temporary folder. */
  temporary: string[];
  stderr: string;
}

/** The processes whose environment contains this folder. */
function processesOf(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder)) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        // The process ended while it was read, or belongs to another user.
        return [];
      }
    });
}

/**
 * Runs the built `lab` against an endpoint, in an empty HOME that contains a roster, and sends SIGINT when `called`
 * resolves or the command prints something. A command that has not ended 15 s later is killed.
 */
export async function interrupt(
  args: readonly string[],
  endpoint: string,
  called: Promise<unknown>,
): Promise<Interrupted> {
  const home = emptyHome();
  const temporary = join(home, 'tmp');
  mkdirSync(temporary);
  writeFileSync(join(home, 'class.yaml'), 'class: c\nregion: us-east-1\nseats:\n  - {id: a, name: A}\n');
  const child = spawn(process.execPath, [join(root, 'dist', 'lab.js'), ...args], {
    cwd: home,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      LAB_HOME: join(home, '.lab'),
      TMPDIR: temporary,
      AWS_ENDPOINT_URL: endpoint,
      LAB_TARGET: 'endpoint',
      LAB_GIT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-east-1',
      LAB_REPOSITORY: 'ada/site',
      AWS_EC2_METADATA_DISABLED: 'true',
      NO_PROXY: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Pick<Interrupted, 'exit' | 'signal'>>((resolve) =>
    child.once('exit', (exit, signal) => resolve({ exit, signal })),
  );
  const printed = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  const first = await Promise.race([ended.then(() => 'ended'), printed, called]);
  child.kill('SIGINT');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 15_000);
  const { exit, signal } = await ended;
  clearTimeout(tooLong);
  return {
    exit,
    signal,
    stderr,
    endedFirst: first === 'ended',
    left: processesOf(home),
    temporary: readdirSync(temporary),
  };
}
