import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CliError } from '../../lab-home/errors.ts';
import { kitRoot } from '../../lab-home/home.ts';

/** A practice account in its own process, with its state in memory. */
export interface AccountProcess {
  exports: Record<string, string>;
  /** Rejects when the process ends by itself. The simulation cannot continue without it. */
  died: Promise<never>;
  close(): Promise<void>;
}

/** The command line that runs the kit's `lab` command in another process. */
export const labCommand = (): [node: string, entry: string] => [
  process.execPath,
  join(kitRoot(), 'dist', 'lab.js'),
];

const lastExport = 'LAB_PRACTICE_TOKEN=';

function waitUntilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk) => {
      printed += chunk;
      if (printed.includes(lastExport) && printed.endsWith('\n')) resolve(printed);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new CliError(`The practice account did not start: ${printed}`, 1)));
  });
}

/**
 * Starts a practice account with `home` as HOME and LAB_HOME. Rejects with CliError when it does not start.
 */
export async function startPracticeAccount(home: string, path: string): Promise<AccountProcess> {
  const [node, entry] = labCommand();
  const child = spawn(node, [entry, 'practice', '--port', '0', '--ephemeral'], {
    env: { PATH: path, HOME: home, LAB_HOME: home },
    // The IPC channel closes when this process dies, even by kill -9, and so ends the account.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // Ctrl-C in the terminal reaches only this process, which ends the account when everything is done.
    detached: true,
  });
  const exited = once(child, 'exit');
  const printed = await waitUntilReady(child);
  let closing = false;
  const died = exited.then(([code, signal]): never => {
    throw new CliError(`The practice account ended by itself (${signal ?? code}).`, 1);
  });
  // Prevents an unhandled rejection while nothing awaits `died`.
  died.catch(() => undefined);
  return {
    exports: Object.fromEntries(
      [...printed.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    ),
    died,
    async close() {
      if (closing) return;
      closing = true;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
