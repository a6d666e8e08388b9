import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { inKit } from './root.ts';

/** A server under measurement, in a process of its own. */
export interface Server {
  endpoint: string;
  exports: Record<string, string>;
  /** Milliseconds from the start of the process until it reports that it serves. */
  readyMs: number;
  /** Peak resident memory so far in MB; undefined where the system does not report it (it does on Linux). */
  peakMb(): number | undefined;
  close(): Promise<void>;
}

const entry = inKit('dist', 'lab.js');

export function peakOf(child: ChildProcess): number | undefined {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Ends a process in a way that lets it remove its temporary files. A process that has already ended is no error. */
export async function endOf(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  else return;
  await exited;
}

/** Starts the practice account, in memory. */
export async function startPracticeServer(): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), 'bench-'));
  const started = performance.now();
  const child = spawn(process.execPath, [entry, 'practice', '--port', '0', '--ephemeral'], {
    env: { PATH: process.env.PATH, HOME: home, LAB_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  let readyMs = 0;
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the practice account ended: ${printed}`)));
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      if (readyMs === 0 && printed.startsWith('ready ')) readyMs = performance.now() - started;
      if (printed.includes('LAB_PRACTICE_TOKEN=')) resolve();
    });
  });
  const exports = Object.fromEntries([...printed.matchAll(/^export (\w+)=(.*)$/gm)].map((m) => [m[1], m[2]]));
  return {
    endpoint: exports.AWS_ENDPOINT_URL ?? '',
    exports,
    readyMs,
    peakMb: () => peakOf(child),
    async close() {
      await endOf(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts moto's server; undefined if it is not installed. */
export async function startMoto(): Promise<Server | undefined> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const missing = new Promise<true>((resolve) => child.once('error', () => resolve(true)));
  const endpoint = `http://127.0.0.1:${port}`;
  const ready = (async () => {
    for (const until = Date.now() + 30_000; Date.now() < until; ) {
      try {
        await fetch(endpoint);
        return false;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    throw new Error('moto_server did not answer within 30 seconds');
  })();
  if (await Promise.race([missing, ready])) return undefined;
  const exports = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' };
  return {
    endpoint,
    exports,
    readyMs: performance.now() - started,
    peakMb: () => peakOf(child),
    close: () => endOf(child),
  };
}

/** Makes every call to a practice account take `ms` milliseconds longer; 0 ends that. */
export const setLatency = (exports: Readonly<Record<string, string>>, ms: number) =>
  adminClient(exports).setFaultInjection(ms === 0 ? {} : { latency: ms });
