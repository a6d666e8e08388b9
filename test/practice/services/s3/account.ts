import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { S3Client, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3';
import { Clock } from '../../../../practice/core/clock.ts';
import type { Emulator } from '../../../../practice/core/emulator.ts';
import { Store } from '../../../../practice/core/store.ts';
import { dispatch } from '../../../../practice/protocols/dispatch.ts';
import { createPracticeServer } from '../../../../practice/server.ts';
import { createUserWithKey } from '../../../../practice/services/iam/keys.ts';
import { iamService } from '../../../../practice/services/iam/service.ts';
import { s3Service } from '../../../../practice/services/s3/service.ts';

export const ours = '000000000000';
export const theirs = '111111111111';

export interface Account {
  emulator: Emulator;
  endpoint: string;
  /** An administrator of an account. */
  client(options?: { account?: string; region?: string; config?: Partial<S3ClientConfig> }): S3Client;
  /** A user of this account with only these statements. */
  limited(userName: string, statements: object[]): Promise<S3Client>;
  close(): Promise<void>;
}

/** S3 and IAM behind their own listener. */
export async function openAccount(stateDir?: string): Promise<Account> {
  const store = new Store(stateDir);
  const emulator: Emulator = {
    store,
    clock: new Clock(),
    endpoint: '',
    gitDir: '',
    services: new Map(),
    events: new EventEmitter(),
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
  for (const service of [iamService(emulator), s3Service(emulator)])
    emulator.services.set(service.name, service);
  const internalErrors: unknown[] = [];
  const server = createPracticeServer(emulator, new Map(), (error) => internalErrors.push(error));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  emulator.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: (S3Client | IAMClient)[] = [];
  const settings = (accountId: string, userName: string, admin: boolean, region = 'us-east-1') => {
    const policies = admin ? ['arn:aws:iam::aws:policy/AdministratorAccess'] : [];
    const key = createUserWithKey(emulator, { accountId, userName, policies });
    return {
      endpoint: emulator.endpoint,
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
    emulator,
    endpoint: emulator.endpoint,
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
      if (internalErrors.length > 0) throw new AggregateError(internalErrors, 'faults of ours');
    },
  };
}

/** The error of a call. */
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
