import type { Fact } from '../checker/account/fact.ts';
import { type Asked, keyOf, type Tape } from '../checker/account/tape.ts';
import { factsOf } from '../checker/engine/judge.ts';
import { foundThrough, told } from '../checker/facts/told.ts';
import type { Step } from '../checker/steps/index.ts';

/** What was answered about a seat in an earlier look is asked again after this long, whatever it was: milliseconds. */
export const readAgainAfter = 5 * 60_000;

/** Asked in every look: what tells whether anything has moved, and what costs no call. */
const always: ReadonlySet<string> = new Set([
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
const madeOf: Readonly<Record<string, string>> = {
  'artifact file': 's3 GetObject',
  'git blob': 'git fetch',
  'git commitTime': 'git fetch',
  'git commits': 'git fetch',
};

const nameOf = ({ service, operation }: Asked) => `${service} ${operation}`;

/** What can never be answered otherwise: a version of an object, a file or the time of a commit. */
function neverChanges({ service, operation, input }: Asked): boolean {
  if (service === 'git') return operation === 'blob' || operation === 'commitTime';
  return operation === 'GetObject' && (input as { VersionId?: string }).VersionId !== undefined;
}

/** What the lists vouch for as long as the signs are the same: the definition's version. */
const vouched: ReadonlySet<string> = new Set(['codepipeline GetPipeline']);

/** Every question behind the checks of these steps. */
export function questionsBehind(steps: readonly Step[]): ReadonlySet<string> {
  const facts = foundThrough(steps.flatMap(factsOf));
  const pages = facts.includes('freshUrl') ? ['web GET'] : [];
  return new Set([...facts.flatMap((name) => told[name].asks ?? []), ...pages]);
}

interface Answered {
  /** Milliseconds since the epoch. */
  at: number;
  fact: Fact<unknown>;
}

/** What is known of a seat between two looks. */
export interface Kept {
  answers: Map<string, Answered>;
  /** What the signs said when it was last looked at. */
  signs?: string;
  /** The questions behind the step that it was at. */
  open: ReadonlySet<string>;
}

export const nothingKept = (): Kept => ({ answers: new Map(), open: new Set() });

/** One look: asks what may have changed, and gives the rest as it was answered before. */
export interface Looking {
  tape: Tape;
  /** When the oldest answer that was given again was answered; undefined when all was asked. */
  oldest(): number | undefined;
  /** The answers that this look rests on, to be kept. */
  answers(): Kept['answers'];
}

/**
 * `moved` says that the signs differ from those of the look before: then nothing is given again but what can never
 * change. `pass` is what every question that is asked goes through.
 */
export function looking(
  { answers, open }: Kept,
  { now, moved }: { now: number; moved: boolean },
  pass: <T>(asked: Asked, ask: () => Promise<T>) => Promise<T> = (_asked, ask) => ask(),
): Looking {
  const used = new Map<string, Answered>();
  let oldest: number | undefined;

  function again(asked: Asked, before: Answered | undefined): boolean {
    // What could not be told before is never given for an answer.
    if (before === undefined || before.fact.state === 'unknown') return false;
    if (neverChanges(asked) && before.fact.state === 'known') return true;
    const name = nameOf(asked);
    if (moved || always.has(name)) return false;
    if (vouched.has(name) && before.fact.state === 'known') return true;
    if (now - before.at > readAgainAfter) return false;
    if (open.has(madeOf[name] ?? name)) return false;
    oldest = Math.min(oldest ?? before.at, before.at);
    return true;
  }

  return {
    tape: {
      async answer<T>(asked: Asked, ask: () => Promise<Fact<T>>) {
        const key = keyOf(asked);
        const before = answers.get(key);
        if (before !== undefined && again(asked, before)) {
          used.set(key, before);
          return before.fact as Fact<T>;
        }
        const fact = await pass(asked, ask);
        used.set(key, { at: now, fact });
        return fact;
      },
    },
    oldest: () => oldest,
    answers: () => used,
  };
}
