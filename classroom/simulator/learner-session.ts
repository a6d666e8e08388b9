import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { type ConnectionsClient, connectionsClient } from '../../checker/account/connections-client.ts';
import { withRetries } from '../../checker/account/retry.ts';
import { outputOf } from '../../checker/account/run-program.ts';
import { type Lab, type LabNames, namesOf } from '../../checker/lab/lab.ts';
import type { AdminClient } from '../../practice/admin/client/admin-client.ts';
import type { SeatPlan } from './types.ts';

/**
 * A learner repeats a throttled command for a long time: in a class, AWS throttles every seat. Milliseconds.
 */
const retryBudget = { throttled: 120_000, network: 20_000 };
const pollTimeoutMs = 90_000;

/** The SDK clients of one user. Each call is counted, and retried where waiting helps. */
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

/** Creates the clients of one region, which retry throttled calls. `count` is called before every attempt. */
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

/** What a simulated learner works with: AWS clients, a clone, and the seat's names. */
export interface LearnerSession extends AwsClients {
  plan: SeatPlan;
  lab: Lab;
  names: LabNames;
  /** The artifact bucket that all console-made pipelines of the region share. */
  consoleBucket: string;
  /** The environment variables of the learner's terminal. */
  env: Record<string, string>;
  /** The folder in which learners save their evidence. */
  evidenceFolder: string;
  git(...args: string[]): Promise<string>;
  /** Writes this version of the page, commits and pushes it. Answers the commit's id. */
  push(version: number): Promise<string>;
  /** The S3 client of a region. */
  s3In(region: string): S3Client;
  /** Finishes the connection's handshake, as the console and GitHub do. */
  authorize(arn: string): Promise<void>;
  /** Injects a known cause through the practice account's admin API. */
  injectFault(cause: string): Promise<void>;
  /** Polls until `poll` resolves to a value. Rejects after 90 seconds. */
  waitFor<T>(what: string, poll: () => Promise<T | undefined>): Promise<T>;
  close(): void;
}

export interface LearnerSessionOptions {
  /** The account's exports. */
  exports: Readonly<Record<string, string>>;
  /** The learner's own LAB_HOME. */
  home: string;
  evidenceFolder: string;
  /** The folder of the seat's clone, created when it does not exist. */
  clone: string;
  accessKey: AccessKeyPair;
  admin: AdminClient;
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

/** Opens the session of one learner. */
export function openLearnerSession(plan: SeatPlan, options: LearnerSessionOptions): LearnerSession {
  const { exports, clone, accessKey, admin, signal, count } = options;
  const endpoint = exports.AWS_ENDPOINT_URL ?? '';
  const { region, repository, account, id: seat } = plan;
  const lab: Lab = { region, repository, branch: 'main', seat };
  const names = namesOf(lab, account);
  const clients = createAwsClients(endpoint, region, accessKey, { signal, count });
  const clientsByRegion = new Map<string, AwsClients>();
  const person = ['-c', `user.name=${plan.name}`, '-c', `user.email=${seat}@example.com`];
  const gitEnv = { PATH: process.env.PATH, HOME: clone, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  const git: LearnerSession['git'] = (...args) =>
    outputOf('git', [...person, ...args], { cwd: clone, env: gitEnv, signal });
  const remote = `${exports.LAB_GIT_URL}/${repository}.git`;
  return {
    ...clients,
    plan,
    lab,
    names,
    git,
    consoleBucket: options.consoleBucket,
    evidenceFolder: options.evidenceFolder,
    env: {
      ...exports,
      PATH: process.env.PATH ?? '',
      HOME: options.home,
      LAB_HOME: options.home,
      AWS_ACCESS_KEY_ID: accessKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: accessKey.secretAccessKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      LAB_SEAT: seat,
      LAB_REPOSITORY: repository,
      LAB_CLONE: clone,
    },
    async push(version) {
      if (existsSync(join(clone, '.git'))) {
        // The branch can have changed at the host, so the clone is reset to it first, as `git pull` would do.
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
    s3In(otherRegion) {
      if (otherRegion === region) return clients.s3;
      const regional =
        clientsByRegion.get(otherRegion) ??
        createAwsClients(endpoint, otherRegion, accessKey, { signal, count });
      clientsByRegion.set(otherRegion, regional);
      return regional.s3;
    },
    async authorize(arn) {
      await admin.authorize({ name: arn, region, account });
    },
    async injectFault(id) {
      await admin.misconfigure({ id, names, repository, branch: 'main', region, account });
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
