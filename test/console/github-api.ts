import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { outputOf } from '../../checker/account/run-program.ts';
import { repositoryOwner } from '../../companion/server/page-settings.ts';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { consoleBackend } from '../../console/server/backend.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { tokenOf } from '../kit/companion.ts';

export interface Answer {
  answer?: Record<string, unknown>;
  error?: string;
}

/** The pretend GitHub of a companion, called over HTTP. */
export interface GithubApi {
  /** The folder that contains the clones of a test. */
  readonly root: string;
  readonly practice: Practice;
  readonly companion: Companion;
  /** Sends a request with the token. */
  host(request: string, body?: object): Promise<Answer>;
  /** Sends a request, and throws if the answer is an error. */
  done(request: string, body?: object): Promise<Record<string, unknown>>;
  /** Creates a repository, with one file if a text is given. Resolves to its name and its latest commit. */
  made(text?: string): Promise<{ repository: string; base: string | undefined }>;
  /** Runs git in `root`; resolves to what it printed. */
  git(...args: string[]): Promise<string>;
  urlOf(repository: string): string;
}

/** A commit that adds `index.html` to `main`. */
export const one = (repository: string, base: string | undefined) => ({
  repository,
  branch: 'main',
  base,
  path: 'index.html',
  text: 'one\n',
  message: 'Add index.html',
  description: '',
});

/** The temporary folders of the pretend GitHub that exist now. */
export const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('lab-github-'));

/** Registers the hooks that open the pretend GitHub for the calling test file, and close it. */
export function setUpGithubApi(): GithubApi {
  let root: string;
  let practice: Practice;
  let companion: Companion;
  let token: string;
  const internalErrors: unknown[] = [];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'github-door-'));
    practice = await startPractice({ port: 0, onInternalError: (error) => internalErrors.push(error) });
    const env = { ...practice.exports, PATH: process.env.PATH, LAB_HOME: root };
    companion = await openCompanion({
      folder: root,
      assets: root,
      port: 0,
      settings: () => Promise.reject(new Error('nobody asks')),
      saveSettings: () => Promise.reject(new Error('nobody asks')),
      target: () => Promise.reject(new Error('nobody asks')),
      check: () => Promise.reject(new Error('nobody checks')),
      plan: () => Promise.reject(new Error('nobody plans')),
      carryOut: () => Promise.reject(new Error('nobody deletes')),
      console: mountConsole(consoleBackend(env, () => repositoryOwner(env))),
      onInternalError: (error) => internalErrors.push(error),
    });
    token = await tokenOf(companion);
  });
  afterAll(async () => {
    await companion.close();
    await practice.close();
    rmSync(root, { recursive: true, force: true });
    expect(internalErrors).toEqual([]);
  });
  async function host(request: string, body: object = {}): Promise<Answer> {
    const response = await fetch(`${companion.address}/api/console/host/${request}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lab-token': token },
      body: JSON.stringify(body),
    });
    expect(response.status, request).toBe(200);
    return (await response.json()) as Answer;
  }
  async function done(request: string, body: object = {}): Promise<Record<string, unknown>> {
    const { answer, error } = await host(request, body);
    if (answer === undefined) throw new Error(`${request}: ${error}`);
    return answer;
  }
  let count = 0;
  async function made(text?: string): Promise<{ repository: string; base: string | undefined }> {
    const repository = `octocat/r-${++count}`;
    await done('create-repository', { repository, private: true });
    if (text === undefined) return { repository, base: undefined };
    const { commit } = await done('commit', { ...one(repository, undefined), text });
    return { repository, base: commit as string };
  }
  const git = (...args: string[]) =>
    outputOf('git', args, {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1' },
    });
  return {
    host,
    done,
    made,
    git,
    urlOf: (repository) => `${practice.exports.LAB_GIT_URL}/${repository}.git`,
    get root() {
      return root;
    },
    get practice() {
      return practice;
    },
    get companion() {
      return companion;
    },
  };
}
