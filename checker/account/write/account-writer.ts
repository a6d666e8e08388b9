import { attempt } from '../attempt.ts';
import type { Clients } from '../clients.ts';
import { callErrorOf, codeOf } from '../errors.ts';
import type { ReadOperation, WriteOperation } from '../operations/declare.ts';
import {
  type InputOf,
  loadService,
  type OutputOf,
  type ServiceName,
  type WriteName,
} from '../operations/services.ts';
import { type RateLimiter, unlimited } from '../rate-limiter.ts';
import { type RetryBudget, withRetries } from '../retry.ts';
import { CallFailed, throwIfStopped } from './errors.ts';

/** In milliseconds, and longer than a reader's: a teardown that gives up leaves resources behind. */
const retryBudget: RetryBudget = { throttled: 90_000, network: 30_000 };

/** Milliseconds within which an answer must be complete: deleting 1000 versions takes longer than a read. */
const callTimeoutMs = 60_000;

/** The only way to change an account. */
export interface AccountWriter {
  readonly signal: AbortSignal | undefined;
  /**
   * Makes one call that is declared as a write. Returns its output, or undefined when the error is one of the
   * operation's `alreadyDoneCodes`. Retries while AWS throttles. Throws Stopped before a call, never during one,
   * and CallFailed for every other error of AWS or of the network.
   */
  call<S extends ServiceName, O extends WriteName<S>>(
    service: S,
    operation: O,
    input: InputOf<S, O>,
    region?: string,
  ): Promise<OutputOf<S, O> | undefined>;
}

interface Sender {
  send(command: object, options: { abortSignal: AbortSignal }): Promise<unknown>;
}

/** Creates a writer. `signal` stops it between two calls. */
export function newAccountWriter(
  clients: Clients,
  signal?: AbortSignal,
  rateLimiter: RateLimiter = unlimited,
): AccountWriter {
  return {
    signal,
    async call<S extends ServiceName, O extends WriteName<S>>(
      service: S,
      operation: O,
      input: InputOf<S, O>,
      region?: string,
    ) {
      const [client, { operations }] = await Promise.all([
        clients.get(service, region ?? clients.region),
        loadService[service](),
      ]);
      const declared = (operations as Readonly<Record<string, ReadOperation | WriteOperation>>)[operation];
      if (declared?.kind !== 'write')
        throw new Error(`${service} ${operation} is not declared as a write in checker/account/operations/`);
      const send = async () => {
        throwIfStopped(signal);
        // The user's signal does not end a call: what it did would not be known.
        return attempt({ stall: clients.stall, timeoutMs: callTimeoutMs }, (abortSignal) =>
          (client as unknown as Sender).send(new declared.command(input), { abortSignal }),
        );
      };
      let attempts = 0;
      const scheduled = () => rateLimiter.schedule(service, attempts++ > 0, send);
      try {
        return (await withRetries(scheduled, signal, retryBudget)) as OutputOf<S, O>;
      } catch (error) {
        throwIfStopped(signal);
        if (declared.alreadyDoneCodes?.includes(codeOf(error))) return undefined;
        throw new CallFailed(callErrorOf(service, operation, error, declared.actions));
      }
    },
  };
}
