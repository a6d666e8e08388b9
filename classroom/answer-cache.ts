import type { Fact } from '../checker/account/fact.ts';
import { operations } from '../checker/account/operations/all.ts';
import type { ReadOperation, Reuse, WriteOperation } from '../checker/account/operations/declare.ts';
import { type CallRecorder, type CallRequest, keyOf } from '../checker/account/recording.ts';
import { sourceOperations } from '../checker/account/sources/operations.ts';
import { factsOf } from '../checker/engine/judge.ts';
import { facts, withDependencies } from '../checker/facts/facts.ts';
import type { Step } from '../checker/steps/index.ts';

/** How long an answer is reused that can change without changing the fingerprint: milliseconds. */
export const maxAnswerAgeMs = 5 * 60_000;

const tables: Readonly<Record<string, Readonly<Record<string, ReadOperation | WriteOperation>>>> = operations;

const operationName = ({ service, operation }: CallRequest) => `${service} ${operation}`;

/** How the answer to this call may be used again, as its operation declares it. */
function reuseOf(call: CallRequest): Reuse {
  const declared = tables[call.service]?.[call.operation];
  const reuse = declared?.kind === 'read' ? declared.reuse : sourceOperations[operationName(call)]?.reuse;
  return (typeof reuse === 'function' ? reuse(call.input) : reuse) ?? 'while unchanged';
}

/** Every operation that the checks of these steps rest on. */
export function operationsBehind(steps: readonly Step[]): ReadonlySet<string> {
  const names = withDependencies(steps.flatMap(factsOf));
  const pages = names.includes('freshUrl') ? ['web GET'] : [];
  return new Set([...names.flatMap((name) => facts[name].calls), ...pages]);
}

interface CachedAnswer {
  /** Milliseconds since the epoch. */
  at: number;
  fact: Fact<unknown>;
}

/** What is kept of a seat between two polls. */
export interface AnswerCache {
  answers: Map<string, CachedAnswer>;
  /** The seat's change fingerprint in the last poll. */
  fingerprint?: string;
  /** The operations behind the step that the seat was at. They are called again in every poll. */
  pendingOperations: ReadonlySet<string>;
}

export const emptyAnswerCache = (): AnswerCache => ({ answers: new Map(), pendingOperations: new Set() });

/**
 * The recorder of one poll: it makes the calls whose answers can have changed, and reuses the other answers.
 */
export interface CachingRecorder {
  recorder: CallRecorder;
  /**
   * When the oldest reused answer was given (milliseconds since the epoch); undefined when none was reused.
   */
  oldest(): number | undefined;
  /** The answers that this poll used, for the next poll's cache. */
  answers(): AnswerCache['answers'];
}

/**
 * Makes the recorder of one poll. `changed` means that the fingerprint differs from the last poll's, so that
 * only immutable answers are reused. `execute` wraps every call that is made.
 */
export function cachingRecorder(
  { answers, pendingOperations }: AnswerCache,
  { now, changed }: { now: number; changed: boolean },
  execute: <T>(call: CallRequest, send: () => Promise<T>) => Promise<T> = (_call, send) => send(),
): CachingRecorder {
  const used = new Map<string, CachedAnswer>();
  let oldest: number | undefined;

  function isReusable(call: CallRequest, cached: CachedAnswer | undefined): boolean {
    // An unknown fact is never reused.
    if (cached === undefined || cached.fact.state === 'unknown') return false;
    const reuse = reuseOf(call);
    if (reuse === 'always' && cached.fact.state === 'known') return true;
    if (changed || reuse === 'never') return false;
    if (reuse === 'while listed' && cached.fact.state === 'known') return true;
    if (now - cached.at > maxAnswerAgeMs) return false;
    const name = operationName(call);
    const consistsOf = sourceOperations[name]?.consistsOf ?? [];
    if ([name, ...consistsOf].some((made) => pendingOperations.has(made))) return false;
    oldest = Math.min(oldest ?? cached.at, cached.at);
    return true;
  }

  return {
    recorder: {
      async call<T>(call: CallRequest, send: () => Promise<Fact<T>>) {
        const key = keyOf(call);
        const cached = answers.get(key);
        if (cached !== undefined && isReusable(call, cached)) {
          used.set(key, cached);
          return cached.fact as Fact<T>;
        }
        const fact = await execute(call, send);
        used.set(key, { at: now, fact });
        return fact;
      },
    },
    oldest: () => oldest,
    answers: () => used,
  };
}
