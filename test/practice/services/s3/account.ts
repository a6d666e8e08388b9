import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { S3Client, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3';
import { Clock } from '../../../../practice/core/clock.ts';
import { Store } from '../../../../practice/core/store.ts';
import type { World } from '../../../../practice/core/world.ts';
import { dispatch } from '../../../../practice/protocols/dispatch.ts';
import { createPracticeServer } from '../../../../practice/server.ts';
import { createUserWithKey } from '../../../../practice/services/iam/keys.ts';
import { iamService } from '../../../../practice/services/iam/service.ts';
import { s3Service } from '../../../../practice/services/s3/service.ts';

export const ours = '000000000000';
export const theirs = '111111111111';

export interface Account {
  world: World;
  endpoint: string;
  /** An administrator of an account. */
  client(options?: { account?: string; region?: string; config?: Partial<S3ClientConfig> }): S3Client;
  /** A user of our account who may do only what the statements say. */
  limited(userName: string, statements: object[]): Promise<S3Client>;
  close(): Promise<void>;
}

/** S3 and IAM behind a listener of their own. */
export async function openAccount(stateDir?: string): Promise<Account> {
  const store = new Store(stateDir);
  const world: World = {
    store,
    clock: new Clock(),
    endpoint: '',
    gitDir: '',
    services: new Map(),
    events: new EventEmitter(),
    async invoke<T>({ service, operation, region, caller, input }: Parameters<World['invoke']>[0]) {
      const arrival = { service, operation, region, caller, requestId: randomUUID(), now: world.clock.now() };
      return (await dispatch(world, arrival, input)) as T;
    },
  };
  for (const service of [iamService(world), s3Service(world)]) world.services.set(service.name, service);
  const faults: unknown[] = [];
  const server = createPracticeServer(world, new Map(), (fault) => faults.push(fault));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  world.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: (S3Client | IAMClient)[] = [];
  const settings = (accountId: string, userName: string, admin: boolean, region = 'us-east-1') => {
    const policies = admin ? ['arn:aws:iam::aws:policy/AdministratorAccess'] : [];
    const key = createUserWithKey(world, { accountId, userName, policies });
    return {
      endpoint: world.endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey },
    };
  };
  const s3 = (config: S3ClientConfig) => {
    const client = new S3Client(config);
    clients.push(client);
    return client;
  };
  return {
    world,
    endpoint: world.endpoint,
    client: ({ account = ours, region, config } = {}) =>
      s3({ ...settings(account, 'learner', true, region), ...config }),
    async limited(userName, statements) {
      const config = settings(ours, userName, false);
      const admin = settings(ours, 'learner', true);
      const iam = new IAMClient({ ...config, credentials: admin.credentials });
      clients.push(iam);
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      await iam.send(new PutUserPolicyCommand({ UserName: userName, PolicyName: 'only', PolicyDocument }));
      return s3(config);
    },
    async close() {
      for (const client of clients) client.destroy();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      store.close();
      if (faults.length > 0) throw new AggregateError(faults, 'faults of ours');
    },
  };
}

/** The error that a call is answered with. */
export async function failure(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    if (error instanceof S3ServiceException)
      return {
        code: error.name,
        message: error.message,
        status: error.$metadata.httpStatusCode,
        headers: (error.$response?.headers ?? {}) as Record<string, string>,
      };
    throw error;
  }
  throw new Error('the call was answered without an error');
}

export const textOf = async (body: { transformToString(): Promise<string> } | undefined) =>
  body?.transformToString();
