import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allAccounts, exportsOf, openAccount } from './admin/accounts.ts';
import { adminHandler } from './admin/handler.ts';
import { Snapshots } from './admin/snapshots.ts';
import { Clock } from './core/clock.ts';
import { Gate } from './core/gate.ts';
import type { OwnPath } from './core/own-path.ts';
import { Store } from './core/store.ts';
import type { World } from './core/world.ts';
import { Weather } from './fault-injection/weather.ts';
import { tidyRepositories } from './git-host/copies.ts';
import { gitHandler } from './git-host/handler.ts';
import { Locks } from './git-host/locks.ts';
import { repositoriesOf } from './git-host/repositories.ts';
import { dispatch } from './protocols/dispatch.ts';
import { equal } from './protocols/signature/v4.ts';
import { createPracticeServer } from './server.ts';
import { codeconnectionsService, codestarConnectionsService } from './services/codeconnections/service.ts';
import { codepipelineService } from './services/codepipeline/service.ts';
import { iamService } from './services/iam/service.ts';
import { s3Service } from './services/s3/service.ts';
import { stsService } from './services/sts/service.ts';

export interface PracticeOptions {
  /** 0 takes a free one. */
  port: number;
  /** Where everything is kept; without it the account lives in memory and ends with the process. */
  stateDir?: string;
  region?: string;
  /** Told every fault of ours (never an AWS error). */
  onFault?: (error: unknown) => void;
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

/**
 * Starts a practice account on 127.0.0.1. Rejects with the listener's error (`EADDRINUSE`) when the port is
 * taken, and with DamagedState or UnknownStateVersion when the kept state cannot be read.
 */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const region = options.region ?? 'us-east-1';
  const onFault = options.onFault ?? (() => {});
  const temporary =
    options.stateDir === undefined ? mkdtempSync(join(tmpdir(), 'codepipeline-lab-')) : undefined;
  const home = options.stateDir ?? (temporary as string);
  const gitDir = join(home, 'git');
  // First, since it makes sure that nobody else has the folder.
  const store = new Store(options.stateDir);
  tidyRepositories(gitDir);
  const gate = new Gate();
  const world: World = {
    store,
    clock: new Clock(),
    endpoint: '',
    gitDir,
    services: new Map(),
    events: new EventEmitter(),
    gate,
    weather: new Weather(),
    async invoke<T>({ service, operation, region, caller, input }: Parameters<World['invoke']>[0]) {
      const arrival = { service, operation, region, caller, requestId: randomUUID(), now: world.clock.now() };
      return (await dispatch(world, arrival, input)) as T;
    },
  };
  const account = openAccount(world, accountId);
  const pipelines = codepipelineService(world);
  const s3 = s3Service(world);
  for (const service of [
    stsService(world),
    iamService(world),
    s3,
    codeconnectionsService(world),
    codestarConnectionsService(world),
    pipelines,
  ])
    world.services.set(service.name, service);

  const locks = new Locks();
  const git = gitHandler(world, {
    locks,
    credentials: (user, password) =>
      user === 'learner' && allAccounts(world).some(({ gitPassword }) => equal(gitPassword, password)),
  });
  const repositories = repositoriesOf(world, locks);
  const snapshots = new Snapshots(world, gate, join(home, 'snapshots'));
  const own = new Map<string, OwnPath>([
    ['_git', (request, response) => gate.pass(() => git(request, response))],
    ['_admin', adminHandler({ world, region, snapshots, seed: s3.seed, repositories })],
  ]);
  const server = createPracticeServer(world, own, onFault);
  world.events.on('fault', onFault);
  const discard = async () => {
    await git.idle();
    await pipelines.stop();
    snapshots.close();
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
      await discard();
    },
  };
}
