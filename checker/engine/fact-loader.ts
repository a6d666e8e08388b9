import { type Fact, unknown } from '../account/fact.ts';
import type { FactName, GetFact } from '../facts/facts.ts';
import type { Snapshot } from './judge.ts';

/** Loads the facts of one run and keeps all that are loaded in `snapshot`. */
export interface FactLoader {
  get: GetFact;
  snapshot: Map<FactName, Fact<unknown>>;
  load(names: readonly FactName[]): Promise<void>;
}

const checkerItself = 'the checker';

function late(name: FactName, timeoutMs: number): Fact<never> {
  return unknown({
    cause: 'timeout',
    service: checkerItself,
    operation: name,
    actions: [],
    code: 'Timeout',
    message: `not found out within ${timeoutMs / 1000} s`,
  });
}

/** Whether a fact is unknown only because it did not arrive in time. */
export const isLate = (fact: Fact<unknown>) =>
  fact.state === 'unknown' && fact.error.service === checkerItself && fact.error.cause === 'timeout';

interface FactLoaderOptions {
  signal: AbortSignal;
  timeoutMs: number;
  cameLate: readonly string[];
  /** Called after each loaded fact, with all facts so far. */
  onFact: (facts: Snapshot) => void;
}

/** Creates a loader with an empty snapshot. Facts in `cameLate`, or still loading when `signal` aborts, are late. */
export function newFactLoader(
  get: GetFact,
  { signal, timeoutMs, cameLate, onFact }: FactLoaderOptions,
): FactLoader {
  const snapshot = new Map<FactName, Fact<unknown>>();
  const aborted = new Promise<'over'>((resolve) => {
    if (signal.aborted) resolve('over');
    signal.addEventListener('abort', () => resolve('over'), { once: true });
  });
  return {
    get,
    snapshot,
    async load(names) {
      const fresh = names.filter((name) => !snapshot.has(name));
      await Promise.all(
        fresh.map(async (name) => {
          const fact: Fact<unknown> | 'over' = cameLate.includes(name)
            ? 'over'
            : await Promise.race([get(name), aborted]);
          snapshot.set(name, fact === 'over' ? late(name, timeoutMs) : fact);
          onFact(snapshot);
        }),
      );
    },
  };
}
