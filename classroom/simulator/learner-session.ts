import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { type ConnectionsClient, connectionsClient } from '../../checker/account/connections-client.ts';
import { withRetries } from '../../checker/account/retry.ts';
import { type Lab, type LabNames, namesOf } from '../../checker/lab/lab.ts';
import type { SeatPlan } from './types.ts';

const run = promisify(execFile);

/** A learner types a command again for as long as it takes: in a class, AWS says "too many" to everybody. */
const retryBudget = { throttled: 120_000, network: 20_000 };
const pollTimeoutMs = 90_000;

/** Calls of the SDK by whoever sits at a desk, each counted and tried again where a wait helps. */
export interface AwsClients {
  sts: STSClient;
  s3: S3Client;
  iam: IAMClient;
  pipelines: CodePipelineClient;
  connections: ConnectionsClient;
  destroy(): void;
}

export interface AccessKeyPair {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Clients of one region that wait where they are told to. `count` hears of each call. */
export function createAwsClients(
  endpoint: string,
  region: string,
  credentials: AccessKeyPair,
  { signal, count = () => {} }: { signal?: AbortSignal; count?: () => void } = {},
): AwsClients {
  const settings = { region, endpoint, credentials, maxAttempts: 1 };
  const clients = {
    sts: new STSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    iam: new IAMClient(settings),
    pipelines: new CodePipelineClient(settings),
    connections: connectionsClient(settings),
  };
  for (const client of Object.values(clients))
    (client as STSClient).middlewareStack.add(
      (next) => (args) =>
        withRetries(
          () => {
            count();
            return next(args);
          },
          signal,
          retryBudget,
        ),
      { step: 'initialize', name: 'patience' },
    );
  return { ...clients, destroy: () => Object.values(clients).forEach((client) => void client.destroy()) };
}

/** What a learner works with: the account's keys, a clone, and the names that are theirs. */
export interface LearnerSession extends AwsClients {
  plan: SeatPlan;
  lab: Lab;
  names: LabNames;
  /** The bucket that all pipelines of the region that were made by console share. */
  consoleBucket: string;
  /** The surroundings of the learner's own terminal. */
  env: Record<string, string>;
  /** The folder that evidence is handed in to. */
  evidenceFolder: string;
  git(...args: string[]): Promise<string>;
  /** Writes the page as it is at this version, commits, pushes; answers the commit's id. */
  push(version: number): Promise<string>;
  /** S3 of another region. */
  s3In(region: string): S3Client;
  /** Finishes the connection's handshake, as the console and GitHub do. */
  authorize(arn: string): Promise<void>;
  /** Brings a known cause about. */
  injectFault(cause: string): Promise<void>;
  /** Looks until there is something; rejects after a minute and a half. */
  waitFor<T>(what: string, poll: () => Promise<T | undefined>): Promise<T>;
  close(): void;
}

export interface LearnerSessionOptions {
  /** The account's exports. */
  exports: Readonly<Record<string, string>>;
  /** The learner's own LAB_HOME. */
  home: string;
  evidenceFolder: string;
  /** The folder of the seat's clone, made when it is not there. */
  clone: string;
  accessKey: AccessKeyPair;
  /** Of the account's own knobs. */
  adminToken: string;
  consoleBucket: string;
  signal: AbortSignal;
  count(): void;
}

const page = (version: number, name: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>AWS CodePipeline Lab</title>
  </head>
  <body>
    <h1>Deployed by AWS CodePipeline</h1>
    <p>Version ${version}: a pipeline carried this page from a commit to S3, for ${name.replace(/[<>&"]/g, '')}.</p>
  </body>
</html>
`;

/** Asks a knob of the practice account. Throws its own words. */
export async function adminRequest(
  endpoint: string,
  token: string,
  [method, path]: [string, string],
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${endpoint}/_admin/${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-lab-token': token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (response.ok) return answer;
  throw new Error(`${method} /_admin/${path} answered ${response.status}: ${String(answer.error)}`);
}

/** A place to work for one learner. */
export function openLearnerSession(plan: SeatPlan, options: LearnerSessionOptions): LearnerSession {
  const { exports, clone, accessKey, adminToken, signal, count } = options;
  const endpoint = exports.AWS_ENDPOINT_URL ?? '';
  const { region, repository, account, id: seat } = plan;
  const lab: Lab = { region, repository, branch: 'main', seat };
  const names = namesOf(lab, account);
  const clients = createAwsClients(endpoint, region, accessKey, { signal, count });
  const clientsByRegion = new Map<string, AwsClients>();
  const git: LearnerSession['git'] = async (...args) =>
    (
      await run('git', ['-c', `user.name=${plan.name}`, '-c', `user.email=${seat}@example.com`, ...args], {
        cwd: clone,
        env: {
          PATH: process.env.PATH ?? '',
          HOME: clone,
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_TERMINAL_PROMPT: '0',
        },
        signal,
      })
    ).stdout.trim();
  const remote = `${exports.LAB_GIT_URL}/${repository}.git`;
  const postAdmin = (path: string, body: object) => adminRequest(endpoint, adminToken, ['POST', path], body);
  return {
    ...clients,
    ...{
      plan,
      lab,
      names,
      git,
      consoleBucket: options.consoleBucket,
      evidenceFolder: options.evidenceFolder,
    },
    env: {
      ...exports,
      ...{ PATH: process.env.PATH ?? '', HOME: options.home, LAB_HOME: options.home },
      ...{ AWS_ACCESS_KEY_ID: accessKey.accessKeyId, AWS_SECRET_ACCESS_KEY: accessKey.secretAccessKey },
      ...{ AWS_REGION: region, AWS_DEFAULT_REGION: region },
      ...{ LAB_SEAT: seat, LAB_REPOSITORY: repository, LAB_CLONE: clone },
    },
    async push(version) {
      if (existsSync(join(clone, '.git'))) {
        // Somebody else may have pushed: what is at the host comes first, as with `git pull`.
        await git('fetch', '--quiet', remote, '+refs/heads/*:refs/remotes/origin/*');
        if ((await git('for-each-ref', 'refs/remotes/origin/main')) !== '')
          await git('reset', '--quiet', '--hard', 'refs/remotes/origin/main');
      } else {
        mkdirSync(clone, { recursive: true });
        await git('init', '--quiet');
        await git('symbolic-ref', 'HEAD', 'refs/heads/main');
      }
      writeFileSync(join(clone, 'index.html'), page(version, plan.name));
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', `Version ${version}`);
      await git('push', '--quiet', remote, 'HEAD:refs/heads/main');
      return git('rev-parse', 'HEAD');
    },
    s3In(where) {
      if (where === region) return clients.s3;
      const regional =
        clientsByRegion.get(where) ?? createAwsClients(endpoint, where, accessKey, { signal, count });
      clientsByRegion.set(where, regional);
      return regional.s3;
    },
    async authorize(arn) {
      await postAdmin('authorize', { name: arn, region, account });
    },
    async injectFault(id) {
      await postAdmin('fault', { id, names, repository, branch: 'main', region, account });
    },
    async waitFor(what, poll) {
      const end = performance.now() + pollTimeoutMs;
      for (let wait = 50; ; wait = Math.min(1_000, wait * 1.5)) {
        const found = await poll();
        if (found !== undefined) return found;
        if (performance.now() > end)
          throw new Error(`${seat}: ${what} did not happen within ${pollTimeoutMs / 1000} s`);
        await pause(wait, undefined, { signal });
      }
    },
    close() {
      clients.destroy();
      for (const regional of clientsByRegion.values()) regional.destroy();
    },
  };
}
