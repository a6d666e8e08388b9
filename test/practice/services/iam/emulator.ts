import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Clock } from '../../../../practice/core/clock.ts';
import type { Call, Caller, Emulator, Service } from '../../../../practice/core/emulator.ts';
import { Store } from '../../../../practice/core/store.ts';
import { dispatch } from '../../../../practice/protocols/dispatch.ts';
import { callerOf, createUserWithKey } from '../../../../practice/services/iam/keys.ts';

export const accountId = '000000000000';

/** An emulator in memory with these services, whose operations are called without HTTP. */
export function makeEmulator(...serviceFactories: ((emulator: Emulator) => Service)[]): Emulator {
  const emulator: Emulator = {
    store: new Store(),
    clock: new Clock(),
    endpoint: 'http://127.0.0.1:0',
    gitDir: '',
    services: new Map(),
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
    events: new EventEmitter(),
  };
  for (const createService of serviceFactories) {
    const service = createService(emulator);
    emulator.services.set(service.name, service);
  }
  return emulator;
}

/** A user as the caller. `policies` are ARNs. */
export function userOf(emulator: Emulator, userName: string, policies: string[] = []): Caller {
  return callerOf(createUserWithKey(emulator, { accountId, userName, policies }));
}

/** The context of a call for the evaluator. */
export function callBy(emulator: Emulator, caller: Caller, service = 'iam', operation = ''): Call {
  return {
    emulator,
    service,
    operation,
    region: 'us-east-1',
    requestId: '00000000-0000-0000-0000-000000000000',
    caller,
    now: emulator.clock.now(),
    authorize: () => undefined,
  };
}

/** Calls an operation of IAM or STS as this caller, as a client would but without HTTP. */
export async function invokeAs<T = Record<string, never>>(
  emulator: Emulator,
  caller: Caller,
  operation: string,
  input: object = {},
  service = 'iam',
): Promise<T> {
  return emulator.invoke<T>({ service, operation, region: 'us-east-1', caller, input });
}
