import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Clock } from '../../../../practice/core/clock.ts';
import { Store } from '../../../../practice/core/store.ts';
import type { Call, Caller, Service, World } from '../../../../practice/core/world.ts';
import { dispatch } from '../../../../practice/protocols/dispatch.ts';
import { callerOf, createUserWithKey } from '../../../../practice/services/iam/keys.ts';

export const accountId = '000000000000';

/** A world in memory with the services given, each operation reached without the wire. */
export function makeWorld(...rooms: ((world: World) => Service)[]): World {
  const world: World = {
    store: new Store(),
    clock: new Clock(),
    endpoint: 'http://127.0.0.1:0',
    gitDir: '',
    services: new Map(),
    async invoke<T>({ service, operation, region, caller, input }: Parameters<World['invoke']>[0]) {
      const arrival = { service, operation, region, caller, requestId: randomUUID(), now: world.clock.now() };
      return (await dispatch(world, arrival, input)) as T;
    },
    events: new EventEmitter(),
  };
  for (const room of rooms) {
    const service = room(world);
    world.services.set(service.name, service);
  }
  return world;
}

/** A user who calls; `policies` are ARNs. */
export function userOf(world: World, userName: string, policies: string[] = []): Caller {
  return callerOf(createUserWithKey(world, { accountId, userName, policies }));
}

/** The circumstances of a call to ask the evaluator with. */
export function callBy(world: World, caller: Caller, service = 'iam', operation = ''): Call {
  return {
    world,
    service,
    operation,
    region: 'us-east-1',
    requestId: '00000000-0000-0000-0000-000000000000',
    caller,
    now: world.clock.now(),
    authorize: () => undefined,
  };
}

/** Calls an operation of IAM or STS as somebody, as a client would but without the wire. */
export async function ask<T = Record<string, never>>(
  world: World,
  caller: Caller,
  operation: string,
  input: object = {},
  service = 'iam',
): Promise<T> {
  return world.invoke<T>({ service, operation, region: 'us-east-1', caller, input });
}
