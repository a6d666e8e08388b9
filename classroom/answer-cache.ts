import type { Fact } from '../checker/account/fact.ts';
import { type CallRecorder, type CallRequest, keyOf } from '../checker/account/recording.ts';
import { factsOf } from '../checker/engine/judge.ts';
import { factCatalog, withDependencies } from '../checker/facts/fact-catalog.ts';
import type { Step } from '../checker/steps/index.ts';

/** What was answered about a seat in an earlier look is asked again after this long, whatever it was: milliseconds. */
export const maxAnswerAgeMs = 5 * 60_000;

/** Asked in every look: what tells whether anything has moved, and what costs no call. */
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

/** Questions that are made of calls of another name. */
const underlyingOperation: Readonly<Record<string, string>> = {
  'artifact file': 's3 GetObject',
  'git blob': 'git fetch',
  'git commitTime': 'git fetch',
  'git commits': 'git fetch',
};

const operationName = ({ service, operation }: CallRequest) => `${service} ${operation}`;

/** What can never be answered otherwise: a version of an object, a file or the time of a commit. */
function isImmutable({ service, operation, input }: CallRequest): boolean {
  if (service === 'git') return operation === 'blob' || operation === 'commitTime';
  return operation === 'GetObject' && (input as { VersionId?: string }).VersionId !== undefined;
}

/** What the lists vouch for as long as the signs are the same: the definition's version. */
const versionedByListing: ReadonlySet<string> = new Set(['codepipeline GetPipeline']);

/** Every question behind the checks of these steps. */
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

/** What is known of a seat between two looks. */
export interface AnswerCache {
  answers: Map<string, CachedAnswer>;
  /** What the signs said when it was last looked at. */
  fingerprint?: string;
  /** The questions behind the step that it was at. */
  pendingOperations: ReadonlySet<string>;
}

export const emptyAnswerCache = (): AnswerCache => ({ answers: new Map(), pendingOperations: new Set() });

/** One look: asks what may have changed, and gives the rest as it was answered before. */
export interface CachingRecorder {
  recorder: CallRecorder;
  /** When the oldest answer that was given again was answered; undefined when all was asked. */
  oldest(): number | undefined;
  /** The answers that this look rests on, to be kept. */
  answers(): AnswerCache['answers'];
}

/**
 * `moved` says that the signs differ from those of the look before: then nothing is given again but what can never
 * change. `pass` is what every question that is asked goes through.
 */
export function cachingRecorder(
  { answers, pendingOperations }: AnswerCache,
  { now, changed }: { now: number; changed: boolean },
  execute: <T>(call: CallRequest, send: () => Promise<T>) => Promise<T> = (_asked, send) => send(),
): CachingRecorder {
  const used = new Map<string, CachedAnswer>();
  let oldest: number | undefined;

  function isReusable(call: CallRequest, cached: CachedAnswer | undefined): boolean {
    // What could not be told before is never given for an answer.
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
