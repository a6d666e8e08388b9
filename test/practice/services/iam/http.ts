import type { AddressInfo } from 'node:net';
import type { World } from '../../../../practice/core/world.ts';
import { createPracticeServer } from '../../../../practice/server.ts';
import { createUserWithKey, type Key } from '../../../../practice/services/iam/keys.ts';
import { iamService } from '../../../../practice/services/iam/service.ts';
import { stsService } from '../../../../practice/services/sts/service.ts';
import { accountId, makeWorld } from './world.ts';

/** IAM and STS over HTTP, with an administrator's key. */
export interface Listening {
  world: World;
  key: Key;
  /** Settings of an SDK client that calls with this key. */
  as(key: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): {
    region: string;
    endpoint: string;
    maxAttempts: number;
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  };
  /** Faults of ours, of which there should be none. */
  faults: unknown[];
  close(): Promise<void>;
}

export async function listen(): Promise<Listening> {
  const world = makeWorld(iamService, stsService);
  const key = createUserWithKey(world, {
    accountId,
    userName: 'learner',
    policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  });
  const faults: unknown[] = [];
  const server = createPracticeServer(world, new Map(), (error) => faults.push(error));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  world.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    world,
    key,
    as: (credentials) => ({ region: 'us-east-1', endpoint: world.endpoint, maxAttempts: 1, credentials }),
    faults,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
