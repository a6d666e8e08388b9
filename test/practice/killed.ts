import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';
import { git } from '../kit/git.ts';

const entry = new URL('../../dist/lab.js', import.meta.url).pathname;

/** A practice account in its own process, which a test can kill and start again on the same folder. */
export interface Mortal {
  home: string;
  state: string;
  exports: Record<string, string>;
  clients: Clients;
  start(): Promise<void>;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill(): Promise<void>;
  git(...args: string[]): Promise<string>;
  close(): Promise<void>;
}

export function mortal(): Mortal {
  const home = mkdtempSync(join(realpathSync(tmpdir()), 'killed-'));
  const clone = join(home, 'clone');
  mkdirSync(clone);
  let child: ChildProcess | undefined;
  const account: Mortal = {
    home,
    state: join(home, 'state'),
    exports: {},
    clients: clientsOf({ region: 'us-east-1', endpoint: 'http://127.0.0.1:9', exports: {} }),
    async start() {
      const started = spawn(process.execPath, [entry, 'practice', '--port', '0', '--state', account.state], {
        env: { PATH: process.env.PATH ?? '', HOME: home, LAB_HOME: join(home, 'lab') },
      });
      child = started;
      let printed = '';
      started.stderr.on('data', (chunk) => {
        printed += chunk;
      });
      account.exports = await new Promise<Record<string, string>>((resolve, reject) => {
        started.stdout.on('data', (chunk) => {
          printed += chunk;
          const found = [...printed.matchAll(/^export (\w+)=(.*)\n/gm)].map((m) => [m[1], m[2]]);
          const exports = Object.fromEntries(found);
          if (exports.LAB_PRACTICE_TOKEN !== undefined) resolve(exports);
        });
        started.once('exit', () => reject(new Error(printed)));
      });
      account.clients.destroy();
      account.clients = clientsOf({
        region: 'us-east-1',
        endpoint: account.exports.AWS_ENDPOINT_URL ?? '',
        exports: account.exports,
      });
    },
    async kill() {
      const dying = child;
      if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
      const gone = new Promise((resolve) => dying.once('exit', resolve));
      dying.kill('SIGKILL');
      await gone;
    },
    git: (...args) => git({ cwd: clone, home }, ...args),
    async close() {
      await account.kill();
      account.clients.destroy();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return account;
}
