import type { Clients } from '../clients.ts';
import { codeOf, troubleOf } from '../errors.ts';
import { type Gate, openGate } from '../gate.ts';
import { type Patience, retrying } from '../retry.ts';
import { goOnUnless, Troubled } from './errors.ts';
import {
  type Entry,
  type Input,
  type Operation,
  type Output,
  operations,
  type Service,
} from './operations.ts';
import { load } from './sdk/sdk.ts';

/** A reader may give up early; a teardown that gives up leaves things behind. Milliseconds. */
const patience: Patience = { throttled: 90_000, network: 30_000 };

/** The one way to change an account. */
export interface Hands {
  readonly signal: AbortSignal | undefined;
  /**
   * Makes one call of the teardown's table: its answer, or undefined when the answer says that there is nothing
   * left to do. Waits throttling out. Throws Stopped before a call, never in the middle of one; throws Troubled
   * for everything else that AWS or the network says.
   */
  call<S extends Service, O extends Operation<S>>(
    service: S,
    operation: O,
    input: Input<S, O>,
    region?: string,
  ): Promise<Output<S, O> | undefined>;
}

interface Sender {
  send(command: object): Promise<unknown>;
}

/** `gate`: where calls wait for their turn, if they have to. */
export function makeHands(clients: Clients, signal?: AbortSignal, gate: Gate = openGate): Hands {
  return {
    signal,
    async call<S extends Service, O extends Operation<S>>(
      service: S,
      operation: O,
      input: Input<S, O>,
      region?: string,
    ) {
      const entry = (operations as Record<string, Record<string, Entry>>)[service]?.[operation];
      if (entry === undefined)
        throw new Error(`${service} ${operation} is not in checker/teardown/operations.ts`);
      const [{ client }, commands] = await Promise.all([
        clients.get(service, region ?? clients.region),
        load[service](),
      ]);
      const send = async () => {
        goOnUnless(signal);
        return (client as unknown as Sender).send(new commands[operation](input));
      };
      let attempts = 0;
      const attempt = () => gate.pass(service, attempts++ > 0, send);
      try {
        return (await retrying(attempt, signal, patience)) as Output<S, O>;
      } catch (error) {
        goOnUnless(signal);
        if (entry.over?.includes(codeOf(error))) return undefined;
        throw new Troubled(troubleOf(service, operation, error, entry.actions));
      }
    },
  };
}
