import { EventEmitter } from 'node:events';
import { Clock } from '../../../practice/clock.ts';
import { callerOf, createUserWithKey } from '../../../practice/iam/keys.ts';
import { Store } from '../../../practice/store.ts';
import type { Call, Caller, Service, World } from '../../../practice/world.ts';

export const accountId = '000000000000';

/** A world in memory with the services given, each operation reached without the wire. */
export function makeWorld(...rooms: ((world: World) => Service)[]): World {
  const world: World = {
    store: new Store(),
    clock: new Clock(),
    endpoint: 'http://127.0.0.1:0',
    gitDir: '',
    services: new Map(),
    invoke: () => Promise.reject(new Error('nothing here calls another service')),
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
