import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allAccounts, exportsOf, openAccount } from './admin/accounts.ts';
import { adminHandler } from './admin/handler.ts';
import { Snapshots } from './admin/snapshots.ts';
import { atExit } from './core/at-exit.ts';
import { Clock } from './core/clock.ts';
import type { Emulator } from './core/emulator.ts';
import { QuiesceLock } from './core/quiesce-lock.ts';
import type { ReservedPathHandler } from './core/reserved-path.ts';
import { Store } from './core/store.ts';
import { FaultInjection } from './fault-injection/fault-injection.ts';
import { gitHandler } from './git-host/handler.ts';
import { KeyedMutex } from './git-host/keyed-mutex.ts';
import { repositoriesOf } from './git-host/repositories.ts';
import { recoverRepositories } from './git-host/repository-copies.ts';
import { dispatch } from './protocols/dispatch.ts';
import { constantTimeEqual } from './protocols/signature/v4.ts';
import { createPracticeServer } from './server.ts';
import { codeconnectionsService, codestarConnectionsService } from './services/codeconnections/service.ts';
import { codepipelineService } from './services/codepipeline/service.ts';
import { iamService } from './services/iam/service.ts';
import { s3Service } from './services/s3/service.ts';
import { stsService } from './services/sts/service.ts';

export interface PracticeOptions {
  /** 0 selects a free port. */
  port: number;
  /** The folder of the state. Without it, the state is in memory and ends with the process. */
  stateDir?: string;
  region?: string;
  /** Called with every internal error of the practice account, never with an AWS error. */
  onInternalError?: (error: unknown) => void;
}

/** A running practice account. */
export interface Practice {
  accountId: string;
  region: string;
  endpoint: string;
  /** The environment variables that point any AWS client, git and the checker to it. */
  exports: Record<string, string>;
  emulator: Emulator;
  close(): Promise<void>;
}

const accountId = '000000000000';

/**
 * Starts a practice account on 127.0.0.1. Rejects with the listener's error (`EADDRINUSE`) when the port is in use.
 * Rejects with StateInUse when another process uses the state folder, and with DamagedState or UnknownStateVersion when
 * the stored state cannot be read.
 */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const region = options.region ?? 'us-east-1';
  const onInternalError = options.onInternalError ?? (() => {});
  const temporary =
    options.stateDir === undefined ? mkdtempSync(join(tmpdir(), 'codepipeline-lab-')) : undefined;
  const removeTemporary = () => {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };
  const cancelRemoval = atExit(removeTemporary);
  const dataDir = options.stateDir ?? (temporary as string);
  const gitDir = join(dataDir, 'git');
  // The store is opened first, since it locks the folder.
  const store = new Store(options.stateDir);
  recoverRepositories(gitDir);
  const quiesceLock = new QuiesceLock();
  const emulator: Emulator = {
    store,
    clock: new Clock(),
    endpoint: '',
    gitDir,
    services: new Map(),
    events: new EventEmitter(),
    quiesceLock,
    faultInjection: new FaultInjection(),
    async invoke<T>({ service, operation, region, caller, input }: Parameters<Emulator['invoke']>[0]) {
      const incomingCall = {
        service,
        operation,
        region,
        caller,
        requestId: randomUUID(),
        now: emulator.clock.now(),
      };
      return (await dispatch(emulator, incomingCall, input)) as T;
    },
  };
  const account = openAccount(emulator, accountId);
  const pipelines = codepipelineService(emulator);
  const s3 = s3Service(emulator);
  for (const service of [
    stsService(emulator),
    iamService(emulator),
    s3,
    codeconnectionsService(emulator),
    codestarConnectionsService(emulator),
    pipelines,
  ])
    emulator.services.set(service.name, service);

  const mutex = new KeyedMutex();
  const git = gitHandler(emulator, {
    mutex,
    checkCredentials: (user, password) =>
      user === 'learner' &&
      allAccounts(emulator).some(({ gitPassword }) => constantTimeEqual(gitPassword, password)),
  });
  const repositories = repositoriesOf(emulator, mutex);
  const snapshots = new Snapshots(emulator, quiesceLock, join(dataDir, 'snapshots'));
  const reservedPaths = new Map<string, ReservedPathHandler>([
    ['_git', (request, response) => quiesceLock.runShared(() => git(request, response))],
    ['_admin', adminHandler({ emulator, region, snapshots, seed: s3.seed, repositories })],
  ]);
  const server = createPracticeServer(emulator, reservedPaths, onInternalError);
  emulator.events.on('internal-error', onInternalError);
  const shutDown = async () => {
    await git.idle();
    await pipelines.stop();
    snapshots.close();
    store.close();
    removeTemporary();
    cancelRemoval();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, '127.0.0.1', resolve);
    });
  } catch (error) {
    await shutDown();
    throw error;
  }
  emulator.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    accountId,
    region,
    endpoint: emulator.endpoint,
    exports: exportsOf(account, region, emulator.endpoint),
    emulator,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await shutDown();
    },
  };
}
