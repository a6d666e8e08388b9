import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../../checker/account/run-program.ts';
import type { Emulator, PushEvent } from '../../../practice/core/emulator.ts';
import { Store } from '../../../practice/core/store.ts';
import { type GitHostOptions, gitHandler } from '../../../practice/git-host/handler.ts';

/** The git host behind a plain HTTP server, with a folder for clones. */
export interface Host {
  emulator: Emulator;
  server: Server;
  url: string;
  /** The URL of a repository with valid credentials. */
  remote(repository: string): string;
  pushes: PushEvent[];
  pushesTo(repository: string): PushEvent[];
  /** The temporary files of requests in the host's own folder. */
  leftovers(): string[];
  dir: string;
  /** Runs git in a folder. Resolves to its output on both streams, and rejects unless git succeeds. */
  git(cwd: string, ...args: string[]): Promise<string>;
  /** A new repository with one commit on `main` and the remote `origin`. */
  work(repository: string, name?: string): Promise<string>;
  /** Writes a file and commits it. Resolves to the commit id. */
  commit(cwd: string, file: string, text: string | Buffer, message?: string): Promise<string>;
  close(): Promise<void>;
}

export const USER = 'git';
export const TOKEN = 'practice-token';
export const AUTHORIZATION = `Basic ${Buffer.from(`${USER}:${TOKEN}`).toString('base64')}`;
/** The commit id that git uses for "no commit". */
export const ZEROS = '0'.repeat(40);

export async function startHost(options: Partial<GitHostOptions> = {}): Promise<Host> {
  const dir = mkdtempSync(join(tmpdir(), 'git-host-'));
  const home = join(dir, 'home');
  mkdirSync(home);
  // The handler needs only this part of an emulator.
  const emulator = {
    gitDir: join(dir, 'git'),
    events: new EventEmitter(),
    store: new Store(),
  } as unknown as Emulator;
  const credentials = (user: string, password: string) => user === USER && password === TOKEN;
  const handler = gitHandler(emulator, { checkCredentials: credentials, ...options });
  const server = createServer((req, res) => void handler(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const pushes: PushEvent[] = [];
  emulator.events.on('push', (event: PushEvent) => pushes.push(event));
  const person = { GIT_AUTHOR_NAME: 'Ana', GIT_AUTHOR_EMAIL: 'ana@example.com' };
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    LANG: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    ...person,
    GIT_COMMITTER_NAME: 'Ana',
    GIT_COMMITTER_EMAIL: 'ana@example.com',
  };
  const git = async (cwd: string, ...args: string[]) => {
    const all = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', ...args];
    const { exit, stdout, stderr } = await runProgram('git', all, { cwd, env });
    if (exit !== 0) throw new Error(`git ${args[0]} ended with ${exit}: ${stderr}`);
    return `${stdout}${stderr}`.trimEnd();
  };
  const remote = (repository: string) => `http://${USER}:${TOKEN}@127.0.0.1:${port}/_git/${repository}`;
  const commit: Host['commit'] = async (cwd, file, text, message = `Change ${file}`) => {
    mkdirSync(join(cwd, file, '..'), { recursive: true });
    writeFileSync(join(cwd, file), text);
    await git(cwd, 'add', '-A');
    await git(cwd, 'commit', '-q', '-m', message);
    return git(cwd, 'rev-parse', 'HEAD');
  };
  return {
    emulator,
    server,
    url: `http://127.0.0.1:${port}`,
    remote,
    pushes,
    dir,
    git,
    commit,
    pushesTo: (repository) => pushes.filter((push) => push.repository === repository),
    leftovers: () => readdirSync(emulator.gitDir).filter((name) => /^\.(body|new)-/.test(name)),
    async work(repository, name = repository.replace('/', '-')) {
      const cwd = join(dir, name);
      await git(dir, 'init', '-q', '-b', 'main', cwd);
      await git(cwd, 'remote', 'add', 'origin', remote(`${repository}.git`));
      await commit(cwd, 'index.html', '<h1>One</h1>\n', 'Start the page');
      return cwd;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await handler.idle();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
