import type { AddressInfo } from 'node:net';
import type { Emulator } from '../../../../practice/core/emulator.ts';
import { createPracticeServer } from '../../../../practice/server.ts';
import { createUserWithKey, type Key } from '../../../../practice/services/iam/keys.ts';
import { iamService } from '../../../../practice/services/iam/service.ts';
import { stsService } from '../../../../practice/services/sts/service.ts';
import { accountId, makeEmulator } from './emulator.ts';

/** IAM and STS over HTTP, with an administrator's key. */
export interface Listening {
  emulator: Emulator;
  key: Key;
  /** Settings of an SDK client that calls with this key. */
  as(key: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): {
    region: string;
    endpoint: string;
    maxAttempts: number;
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  };
  /** Internal errors, of which there must be none. */
  internalErrors: unknown[];
  close(): Promise<void>;
}

export async function listen(): Promise<Listening> {
  const emulator = makeEmulator(iamService, stsService);
  const key = createUserWithKey(emulator, {
    accountId,
    userName: 'learner',
    policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  });
  const internalErrors: unknown[] = [];
  const server = createPracticeServer(emulator, new Map(), (error) => internalErrors.push(error));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  emulator.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    emulator,
    key,
    as: (credentials) => ({ region: 'us-east-1', endpoint: emulator.endpoint, maxAttempts: 1, credentials }),
    internalErrors,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
