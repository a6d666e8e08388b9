import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outputOf } from '../../checker/account/run-program.ts';
import { openCompanion } from '../../companion/server/server.ts';
import { writeRunningPractice } from '../../lab-home/home.ts';
import { removeRunningCompanion, writeRunningCompanion } from '../../lab-home/running-companion.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { printedAddress, tokenFrom } from '../kit/companion.ts';
import { emptyHome, lab } from '../kit/lab-command.ts';

const entry = new URL('../../dist/lab.js', import.meta.url).pathname;

let practice: Practice;
let home: string;
let env: Record<string, string>;
let started: ChildProcess | undefined;
beforeAll(async () => {
  practice = await startPractice({
    port: 0,
    onInternalError(error) {
      throw error;
    },
  });
});
afterAll(() => practice.close());
beforeEach(() => {
  home = emptyHome();
  env = { PATH: process.env.PATH ?? '', HOME: home, LAB_HOME: home };
  const { accountId, region, exports } = practice;
  writeRunningPractice(env, { pid: process.pid, accountId, region, exports });
});
afterEach(async () => {
  await end('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** Runs `lab start` as a process of its own. Resolves to the address that it prints first. */
async function start(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [entry, 'start', '--port', '0', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started = child;
  let stdout = '';
  for await (const chunk of child.stdout ?? []) {
    stdout += chunk;
    const address = printedAddress(stdout);
    if (address !== undefined && stdout.includes('Ctrl-C')) return address;
  }
  throw new Error(stdout);
}

/** Ends the process of `start`, if it runs. Resolves to its exit code. */
async function end(signal: NodeJS.Signals): Promise<number | null> {
  const child = started;
  started = undefined;
  if (child === undefined) return null;
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return exited;
}

const folder = () => join(home, 'companion');
const recordName = () => readdirSync(folder()).find((name) => name.endsWith('.json')) ?? '';
const record = () => join(folder(), recordName());
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const keyOf = (file: string): string => JSON.parse(readFileSync(file, 'utf8')).key;

describe('lab start and lab open', () => {
  it('print addresses that work once, with the key in a file that only the starter can read', async () => {
    const first = await start();
    expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#access=[\w-]{43}$/);
    expect([mode(folder()), mode(record())]).toEqual(['700', '600']);
    const ps = ['-ww', '-o', 'args=', '-p', `${started?.pid}`];
    const args = await outputOf('ps', ps, { env: process.env });
    expect(args).toContain('lab.js start');
    expect(args).not.toContain(new URL(first).hash);
    expect(args).not.toContain(keyOf(record()));

    const opened = await lab(['open'], env);
    expect([opened.exit, opened.stderr]).toEqual([0, '']);
    const { port, origin } = new URL(first);
    const second = printedAddress(opened.stdout) ?? '';
    expect(opened.stdout).toBe(
      `lab start, on port ${port}:\nOpen ${second}\n\nAn address works once, for one browser tab. For a new one, type in another terminal: npx lab open\n`,
    );
    expect(new URL(second).origin).toBe(origin);
    for (const address of [first, second]) {
      const headers = { 'x-lab-token': await tokenFrom(address) };
      const session = await (await fetch(`${origin}/api/session`, { headers })).json();
      expect(session).toMatchObject({ target: { kind: 'practice' }, console: true });
      await expect(tokenFrom(address)).rejects.toThrow('used before');
    }
    expect(await end('SIGTERM')).toBe(130);
    expect(readdirSync(folder())).toEqual([]);
    const after = await lab(['open'], env);
    expect([after.exit, after.stderr]).toEqual([2, 'No companion is running. Start it: npm start\n']);
  });

  it('print an address for each allowed host', async () => {
    const address = await start('--allow-host', 'name-4400.app.github.dev', '--allow-host', 'localhost:8080');
    const { stdout } = await lab(['open', 'start'], env);
    expect(stdout).toContain(`Open ${new URL(address).origin}/#access=`);
    expect(stdout).toMatch(/^ {2}or https:\/\/name-4400\.app\.github\.dev\/#access=/m);
    expect(stdout).toMatch(/^ {2}or http:\/\/localhost:8080\/#access=/m);
  });

  it('report a companion that was killed, and forget it', async () => {
    const { port } = new URL(await start());
    await end('SIGKILL');
    expect(existsSync(record())).toBe(true);
    const { exit, stderr } = await lab(['open', 'start'], env);
    expect([exit, stderr]).toEqual([
      2,
      `lab start is not running. The one on port ${port} has ended. Start it: npm start\n`,
    ]);
    expect(readdirSync(folder())).toEqual([]);
  });
});

describe('lab open', () => {
  /** A companion in this process, with its record. */
  async function running(command: 'lab start' | 'lab class board') {
    const unused = () => Promise.reject(new Error('unused'));
    const companion = await openCompanion({
      folder: '/none',
      assets: '/none',
      port: 0,
      saveSettings: () => {},
      target: unused,
      settings: unused,
      check: unused,
      plan: unused,
      carryOut: unused,
      onInternalError(error) {
        throw error;
      },
    });
    const { origins, key } = companion;
    const port = Number(new URL(companion.address).port);
    writeRunningCompanion(env, { pid: process.pid, command, port, origins, key });
    const close = async () => {
      await companion.close();
      removeRunningCompanion(env, port);
    };
    return { port, close };
  }

  it('prints an address of each that runs, or of the chosen one', async () => {
    const [course, board] = [await running('lab start'), await running('lab class board')];
    const both = (await lab(['open'], env)).stdout;
    expect(both).toContain(
      `lab start, on port ${course.port}:\nOpen http://127.0.0.1:${course.port}/#access=`,
    );
    expect(both).toContain(`lab class board, on port ${board.port}:\nOpen http://127.0.0.1:${board.port}/`);
    const one = (await lab(['open', 'board'], env)).stdout;
    expect(one).toContain(`lab class board, on port ${board.port}:`);
    expect(one).not.toContain('lab start, on port');
    await board.close();
    const none = await lab(['open', 'board'], env);
    expect([none.exit, none.stderr]).toEqual([
      2,
      'lab class board is not running. Start it: npx lab class board\n',
    ]);
    await course.close();
  });

  it.each([
    [['both'], 'lab open both: expected start or board.'],
    [['toString'], 'lab open toString: expected start or board.'],
    [['start', 'board'], 'lab open takes at most 1 argument, not "start board".'],
  ])('rejects: %j', async (words, message) => {
    const { exit, stderr } = await lab(['open', ...words], env);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it.each([
    ['a mode for all', (file: string) => chmodSync(file, 0o644), 'has the mode 644'],
    ['a mode for the group', (file: string) => chmodSync(file, 0o660), 'has the mode 660'],
    ['a folder for all', () => chmodSync(folder(), 0o777), 'has the mode 777'],
    ['no record', (file: string) => writeFileSync(file, 'null'), 'is damaged'],
    ['half a record', (file: string) => writeFileSync(file, '{"pid":'), 'is damaged'],
    [
      'another version',
      (file: string) =>
        writeFileSync(file, readFileSync(file, 'utf8').replace('"version": 1', '"version": 9')),
      'does not support format version 9',
    ],
  ])('uses no record with %s', async (_name, change, message) => {
    const { close } = await running('lab start');
    const text = readFileSync(record(), 'utf8');
    const file = record();
    change(file);
    const { exit, stderr, stdout } = await lab(['open'], env);
    expect([exit, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
    chmodSync(folder(), 0o700);
    chmodSync(file, 0o600);
    writeFileSync(file, text);
    await close();
  });

  it.skipIf(process.getuid?.() !== 0)('uses no record of another user', async () => {
    const { close } = await running('lab start');
    chownSync(record(), 65534, 65534);
    const { exit, stderr } = await lab(['open'], env);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('belongs to another user (65534)')]);
    chownSync(record(), 0, 0);
    await close();
  });

  it('prints nothing that another server on the port sends', async () => {
    const { port, close } = await running('lab start');
    const file = record();
    const text = readFileSync(file, 'utf8');
    // A record whose origins are not those of the server that answers.
    writeFileSync(file, text.replace(`"http://127.0.0.1:${port}"`, '"http://127.0.0.1:1"'));
    const { exit, stdout, stderr } = await lab(['open'], env);
    expect([exit, stdout, stderr]).toEqual([3, '', expect.stringContaining('is not that companion')]);
    writeFileSync(file, text);
    await close();
    writeFileSync(file, text, { mode: 0o600 });
    const silent = await lab(['open'], env);
    expect([silent.exit, silent.stderr]).toEqual([3, expect.stringContaining('ECONNREFUSED')]);
  });
});

describe('the server of another process on the port of a companion that has ended', () => {
  /** Answers every request of `lab open` with this, and keeps what was sent. */
  async function squatter(answer: (port: number) => object) {
    const received: string[] = [];
    const server = createServer(async (request, response) => {
      for await (const chunk of request) received.push(String(chunk));
      response.end(JSON.stringify(answer(port)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const key = 'the key';
    const origins = [`http://127.0.0.1:${port}`];
    writeRunningCompanion(env, { pid: process.pid, command: 'lab start', port, origins, key });
    return { received, key, close: () => server.close() };
  }

  it('does not receive the key, and gets no address printed', async () => {
    const { received, key, close } = await squatter((port) => ({
      addresses: [`http://127.0.0.1:${port}/#access=abc`],
      proof: 'x',
    }));
    const { exit, stdout, stderr } = await lab(['open'], env);
    close();
    expect([exit, stdout, stderr]).toEqual([3, '', expect.stringContaining('is not that companion')]);
    expect(received.join('')).toContain('"proof"');
    expect(received.join('')).not.toContain(key);
  });

  it('cannot write on the terminal what acts there or looks like an address', async () => {
    const { close } = await squatter(() => ({ error: '\u001b[2J\nOpen http://127.0.0.1:1/#access=x' }));
    const { exit, stdout, stderr } = await lab(['open'], env);
    close();
    expect([exit, stdout]).toEqual([3, '']);
    expect(stderr).not.toContain('\u001b');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('the record of a companion', () => {
  const running = { pid: process.pid, command: 'lab start', port: 1, origins: [], key: 'the key' } as const;

  it('is not written through a link that another user made in a shared folder', () => {
    const stolen = join(home, 'stolen');
    mkdirSync(folder());
    writeFileSync(stolen, '');
    symlinkSync(stolen, join(folder(), `1.json.${process.pid}.next`));
    writeRunningCompanion(env, running);
    expect(readFileSync(stolen, 'utf8')).toBe('');
    expect([mode(record()), keyOf(record())]).toEqual(['600', 'the key']);
  });

  it('is not written into a folder that others can change', () => {
    mkdirSync(folder());
    chmodSync(folder(), 0o777);
    expect(() => writeRunningCompanion(env, running)).toThrow('has the mode 777');
    expect(readdirSync(folder())).toEqual([]);
  });
});

it.each(['*.app.github.dev', 'https://name.example', ''])(
  'lab start rejects --allow-host "%s"',
  async (host) => {
    const { exit, stdout, stderr } = await lab(['start', '--allow-host', host], env);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`--allow-host ${host || '""'}: expected one host name`);
  },
);
