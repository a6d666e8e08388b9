import type { Fact } from '../checker/account/fact.ts';
import { type CallRecorder, type CallRequest, keyOf } from '../checker/account/recording.ts';
import { factsOf } from '../checker/engine/judge.ts';
import { factCatalog, withDependencies } from '../checker/facts/fact-catalog.ts';
import type { Step } from '../checker/steps/index.ts';

/** How long an answer is reused that can change without changing the fingerprint: milliseconds. */
export const maxAnswerAgeMs = 5 * 60_000;

/** Called in every poll: operations that show whether anything changed, and those that cost no call. */
const neverCached: ReadonlySet<string> = new Set([
  'sts GetCallerIdentity',
  's3 ListBuckets',
  'codeconnections ListConnections',
  'codepipeline ListPipelines',
  'codepipeline GetPipelineState',
  'git branches',
  'clock ahead',
  'credentials expiration',
]);

/** Operations of the recorder that consist of calls of another name. */
const underlyingOperation: Readonly<Record<string, string>> = {
  'artifact file': 's3 GetObject',
  'git blob': 'git fetch',
  'git commitTime': 'git fetch',
  'git commits': 'git fetch',
};

const operationName = ({ service, operation }: CallRequest) => `${service} ${operation}`;

/** Whether the answer can never change: a version of an object, a file of a commit, or a commit's time. */
function isImmutable({ service, operation, input }: CallRequest): boolean {
  if (service === 'git') return operation === 'blob' || operation === 'commitTime';
  return operation === 'GetObject' && (input as { VersionId?: string }).VersionId !== undefined;
}

/**
 * Answers that stay valid while the fingerprint does: it includes the version of the pipeline's definition.
 */
const versionedByListing: ReadonlySet<string> = new Set(['codepipeline GetPipeline']);

/** Every operation that the checks of these steps rest on. */
export function operationsBehind(steps: readonly Step[]): ReadonlySet<string> {
  const facts = withDependencies(steps.flatMap(factsOf));
  const pages = facts.includes('freshUrl') ? ['web GET'] : [];
  return new Set([...facts.flatMap((name) => factCatalog[name].operations ?? []), ...pages]);
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
    if (isImmutable(call) && cached.fact.state === 'known') return true;
    const name = operationName(call);
    if (changed || neverCached.has(name)) return false;
    if (versionedByListing.has(name) && cached.fact.state === 'known') return true;
    if (now - cached.at > maxAnswerAgeMs) return false;
    if (pendingOperations.has(underlyingOperation[name] ?? name)) return false;
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
