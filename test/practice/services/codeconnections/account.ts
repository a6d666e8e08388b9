import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CodeStarConnectionsClient } from '@aws-sdk/client-codestar-connections';
import { Clock } from '../../../../practice/core/clock.ts';
import type { Emulator } from '../../../../practice/core/emulator.ts';
import { Store } from '../../../../practice/core/store.ts';
import { createPracticeServer } from '../../../../practice/server.ts';
import {
  codeconnectionsService,
  codestarConnectionsService,
} from '../../../../practice/services/codeconnections/service.ts';
import { createUserWithKey } from '../../../../practice/services/iam/keys.ts';
import { identityKey, users } from '../../../../practice/services/iam/records.ts';

export const ACCOUNT = '000000000000';
export type Api = 'codeconnections' | 'codestar-connections';

/** The two connections services behind the practice account's own listener. */
export async function startAccount() {
  const emulator: Emulator = {
    store: new Store(),
    clock: new Clock(),
    endpoint: '',
    gitDir: '',
    services: new Map(),
    events: new EventEmitter(),
    invoke: () => Promise.reject(new Error('nothing is invoked here')),
  };
  for (const service of [codeconnectionsService(emulator), codestarConnectionsService(emulator)]) {
    emulator.services.set(service.name, service);
  }
  const internalErrors: unknown[] = [];
  const server = createPracticeServer(emulator, new Map(), (error) => internalErrors.push(error));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  emulator.endpoint = endpoint;
  const clients: CodeStarConnectionsClient[] = [];

  /** A client of one API as a new user who has this policy, or who may do everything. */
  function client(
    api: Api,
    {
      region = 'us-east-1',
      accountId = ACCOUNT,
      policy,
    }: { region?: string; accountId?: string; policy?: object } = {},
  ): CodeStarConnectionsClient {
    const userName = `u-${randomUUID()}`;
    const key = createUserWithKey(emulator, { accountId, userName });
    const id = identityKey(accountId, userName);
    const user = users(emulator).get(id);
    if (user === undefined) throw new Error('no user');
    const all = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    const document = JSON.stringify({ Version: '2012-10-17', ...(policy ?? all) });
    users(emulator).set(id, { ...user, inline: { own: document } });
    const made = new CodeStarConnectionsClient({
      region,
      endpoint,
      maxAttempts: 1,
      credentials: { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey },
      ...(api === 'codeconnections' && {
        signingName: 'codeconnections',
        protocolSettings: {
          defaultNamespace: 'com.amazonaws.codestarconnections',
          serviceTarget: 'CodeConnections_20231201',
        },
      }),
    });
    clients.push(made);
    return made;
  }
  return {
    emulator,
    client,
    faults: internalErrors,
    async close() {
      for (const one of clients) one.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
