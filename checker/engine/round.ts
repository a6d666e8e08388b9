import { type Fact, unknown } from '../account/fact.ts';
import type { Get } from '../facts/setting.ts';
import type { FactName } from '../facts/values.ts';
import type { Snapshot } from './judge.ts';

/** One round of looking: the facts that were asked for, and the way to ask for more. */
export interface Round {
  get: Get;
  snapshot: Map<FactName, Fact<unknown>>;
  ask(names: readonly FactName[]): Promise<void>;
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

/** Whether a fact is unknown only because it did not come in time. */
export const isLate = (fact: Fact<unknown>) =>
  fact.state === 'unknown' && fact.trouble.service === checkerItself && fact.trouble.cause === 'timeout';

interface Waiting {
  signal: AbortSignal;
  timeoutMs: number;
  cameLate: readonly string[];
  /** Called whenever a fact has come. */
  onFact: (facts: Snapshot) => void;
}

/** Begins a round, with nothing asked yet. */
export function round(get: Get, { signal, timeoutMs, cameLate, onFact }: Waiting): Round {
  const snapshot = new Map<FactName, Fact<unknown>>();
  const over = new Promise<'over'>((resolve) => {
    if (signal.aborted) resolve('over');
    signal.addEventListener('abort', () => resolve('over'), { once: true });
  });
  return {
    get,
    snapshot,
    async ask(names) {
      const fresh = names.filter((name) => !snapshot.has(name));
      await Promise.all(
        fresh.map(async (name) => {
          const fact: Fact<unknown> | 'over' = cameLate.includes(name)
            ? 'over'
            : await Promise.race([get(name), over]);
          snapshot.set(name, fact === 'over' ? late(name, timeoutMs) : fact);
          onFact(snapshot);
        }),
      );
    },
  };
}
