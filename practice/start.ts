import { randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminHandler } from './admin.ts';
import { Clock } from './clock.ts';
import { codeconnectionsService, codestarConnectionsService } from './codeconnections/service.ts';
import { codepipelineService } from './codepipeline/service.ts';
import { dispatch } from './dispatch.ts';
import { gitHandler } from './git/handler.ts';
import { accessKeyId } from './iam/ids.ts';
import { createUserWithKey } from './iam/keys.ts';
import { iamService } from './iam/service.ts';
import { s3Service } from './s3/service.ts';
import { createPracticeServer, type OwnPath } from './server.ts';
import { Store } from './store.ts';
import { stsService } from './sts/service.ts';
import type { World } from './world.ts';

export interface PracticeOptions {
  /** 0 takes a free one. */
  port: number;
  /** Where everything is kept; without it the account lives in memory and ends with the process. */
  stateDir?: string;
  region?: string;
  /** Told every fault of ours (never an AWS error). */
  onFault?: (error: unknown) => void;
}

/** What is kept of an account between two starts. */
interface AccountRecord {
  accountId: string;
  accessKeyId: string;
  secretAccessKey: string;
  gitPassword: string;
  adminToken: string;
}

/** A running practice account. */
export interface Practice {
  accountId: string;
  region: string;
  endpoint: string;
  /** The variables that lead any AWS client, git and the checker to it. */
  exports: Record<string, string>;
  world: World;
  close(): Promise<void>;
}

const accountId = '000000000000';

/** The account's learner and secrets: made at the first start, read back at later ones. */
function openAccount(world: World): AccountRecord {
  const records = world.store.collection<AccountRecord>('account');
  const kept = records.get(accountId);
  if (kept !== undefined) return kept;
  const made: AccountRecord = {
    accountId,
    accessKeyId: accessKeyId('AKIA'),
    secretAccessKey: randomBytes(30).toString('base64url'),
    gitPassword: randomBytes(15).toString('base64url'),
    adminToken: randomUUID(),
  };
  createUserWithKey(world, {
    accountId,
    userName: 'learner',
    accessKeyId: made.accessKeyId,
    secretAccessKey: made.secretAccessKey,
    policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  });
  records.set(accountId, made);
  return made;
}

function exportsOf(account: AccountRecord, region: string, endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    LAB_TARGET: 'practice',
    LAB_GIT_URL: `${endpoint.replace('://', `://learner:${account.gitPassword}@`)}/_git`,
    LAB_PRACTICE_TOKEN: account.adminToken,
  };
}

/**
 * Starts a practice account on 127.0.0.1. Rejects with the listener's error (`EADDRINUSE`) when the port is
 * taken, and with DamagedState when the kept state cannot be read.
 */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const region = options.region ?? 'us-east-1';
  const onFault = options.onFault ?? (() => {});
  const temporary =
    options.stateDir === undefined ? mkdtempSync(join(tmpdir(), 'codepipeline-lab-')) : undefined;
  const gitDir = join(options.stateDir ?? (temporary as string), 'git');
  mkdirSync(gitDir, { recursive: true });
  const store = new Store(options.stateDir);
  const world: World = {
    store,
    clock: new Clock(),
    endpoint: '',
    gitDir,
    services: new Map(),
    events: new EventEmitter(),
    async invoke<T>({ service, operation, region, caller, input }: Parameters<World['invoke']>[0]) {
      const arrival = { service, operation, region, caller, requestId: randomUUID(), now: world.clock.now() };
      return (await dispatch(world, arrival, input)) as T;
    },
  };
  const account = openAccount(world);
  const pipelines = codepipelineService(world);
  for (const service of [
    stsService(world),
    iamService(world),
    s3Service(world),
    codeconnectionsService(world),
    codestarConnectionsService(world),
    pipelines,
  ])
    world.services.set(service.name, service);

  const git = gitHandler(world, {
    credentials: (user, password) => user === 'learner' && password === account.gitPassword,
  });
  const own = new Map<string, OwnPath>([
    ['_git', git],
    ['_admin', adminHandler(world, { accountId, region }, account.adminToken)],
  ]);
  const server = createPracticeServer(world, own, onFault);
  world.events.on('fault', onFault);
  const discard = async () => {
    await pipelines.stop();
    store.close();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, '127.0.0.1', resolve);
    });
  } catch (error) {
    await discard();
    throw error;
  }
  world.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    accountId,
    region,
    endpoint: world.endpoint,
    exports: exportsOf(account, region, world.endpoint),
    world,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await git.idle();
      await discard();
    },
  };
}
