import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CliError } from '../../lab-home/errors.ts';
import { kitRoot } from '../../lab-home/home.ts';

/** A practice account in a process of its own, in memory. */
export interface AccountProcess {
  exports: Record<string, string>;
  /** Rejects when it ends by itself: nobody can work without it. */
  died: Promise<never>;
  close(): Promise<void>;
}

/** The kit's own command, as another process runs it. */
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

/** Starts it with `home` as HOME and LAB_HOME. Rejects with CliError when it does not come up. */
export async function startPracticeAccount(home: string, path: string): Promise<AccountProcess> {
  const [node, entry] = labCommand();
  const child = spawn(node, [entry, 'practice', '--port', '0', '--ephemeral'], {
    env: { PATH: path, HOME: home, LAB_HOME: home },
    // The channel tells it when this process is gone, even by a kill -9.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // A Ctrl-C of the terminal goes to whoever started it, who ends it when all is done.
    detached: true,
  });
  const exited = once(child, 'exit');
  const printed = await waitUntilReady(child);
  let closing = false;
  const died = exited.then(([code, signal]): never => {
    throw new CliError(`The practice account ended by itself (${signal ?? code}).`, 1);
  });
  // Whoever races it hears of it; nobody else has to.
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
