import type { Trouble } from '../account/fact.ts';
import { goOnUnless, Stopped, Troubled } from '../account/write/errors.ts';
import { makeHands } from '../account/write/hands.ts';
import { differences } from './difference.ts';
import { type Journal, remembered, toRemember } from './journal.ts';
import { newLook } from './look.ts';
import { journalOf, type Options } from './options.ts';
import { decide } from './ownership/decide.ts';
import { plan as look, type Plan } from './plan.ts';
import { kindOf } from './resource-types/index.ts';
import type { Thing } from './thing.ts';
import type { Look } from './types.ts';

/** What became of one thing of the plan. */
export interface Done {
  thing: Thing;
  /** `refused`: it is not what was planned any more. `waiting`: what has to go first is still there. */
  state: 'deleted' | 'gone already' | 'refused' | 'failed' | 'stopped' | 'waiting';
  why?: string;
  trouble?: Trouble;
}

export type CarriedOut =
  | { state: 'changed'; differences: string[]; plan: Plan }
  | { state: 'done' | 'stopped'; done: Done[]; plan: Plan };

type Ending = Omit<Done, 'thing'>;

/** Looks at one thing once more: is it still there, the same one, and still the lab's alone? */
async function again(thing: Thing, options: Options, journal: Journal): Promise<Look | Ending> {
  const kind = kindOf(thing.kind);
  const fresh = newLook(options, remembered(journal));
  const findings = await kind.find(fresh);
  goOnUnless(options.signal);
  const found = findings.things.find(({ id }) => id === thing.id);
  if (found === undefined) {
    const gone = await kind.gone(thing, fresh);
    if (gone.state === 'absent') return { state: 'gone already', why: gone.code };
    const trouble = gone.state === 'unknown' ? gone.trouble : findings.untold[0]?.trouble;
    if (trouble !== undefined) return { state: 'failed', trouble };
    return { state: 'refused', why: 'it does not look like the lab’s any more' };
  }
  if (found.born !== thing.born) return { state: 'refused', why: 'it was made anew since the plan' };
  const decision = decide(found);
  if (decision.go === true) return fresh;
  const [trouble] = found.untold;
  if (decision.go === 'untold' && trouble !== undefined) return { state: 'failed', trouble };
  return { state: 'refused', why: decision.go === false ? decision.why : 'nothing speaks for it any more' };
}

async function deleteOne(thing: Thing, options: Options, journal: Journal): Promise<Ending> {
  const { onProgress = () => {} } = options;
  const total =
    thing.contents === undefined
      ? 0
      : thing.contents.versions + thing.contents.markers + thing.contents.uploads;
  goOnUnless(options.signal);
  const seen = await again(thing, options, journal);
  if ('state' in seen) return seen;
  journal.write({ event: 'deleting', kind: thing.kind, id: thing.id });
  onProgress({ event: 'deleting', thing });
  await kindOf(thing.kind).delete(
    thing,
    makeHands(options.clients, options.signal, options.gate),
    seen,
    (done) => onProgress({ event: 'emptying', thing, done, total: Math.max(done, total) }),
  );
  return { state: 'deleted' };
}

/** One thing, and whatever happens to it, written down. */
async function attempt(thing: Thing, options: Options, journal: Journal): Promise<Done> {
  try {
    const outcome = await deleteOne(thing, options, journal);
    const { kind, id } = thing;
    if (outcome.state === 'deleted' || outcome.state === 'gone already')
      journal.write({ event: outcome.state, kind, id });
    else
      journal.write({
        event: outcome.state === 'refused' ? 'refused' : 'failed',
        kind,
        id,
        why: outcome.why ?? outcome.trouble?.code ?? '',
      });
    return { thing, ...outcome };
  } catch (error) {
    if (error instanceof Stopped) return { thing, state: 'stopped' };
    if (!(error instanceof Troubled)) throw error;
    journal.write({ event: 'failed', kind: thing.kind, id: thing.id, why: error.trouble.code });
    return { thing, state: 'failed', trouble: error.trouble };
  }
}

const isGone = ({ state }: Done) => state === 'deleted' || state === 'gone already';

/** Each thing as soon as all that has to go before it is gone; side by side where nothing depends. */
async function inOrder(things: readonly Thing[], options: Options, journal: Journal): Promise<Done[]> {
  const started = new Map<Thing, Promise<Done>>();
  const start = (thing: Thing): Promise<Done> => {
    const running = started.get(thing) ?? run(thing);
    started.set(thing, running);
    return running;
  };
  const run = async (thing: Thing): Promise<Done> => {
    const first = things.filter((other) => kindOf(thing.kind).after.includes(other.kind));
    const results = await Promise.all(first.map(start));
    const hindrance = results.find((done) => !isGone(done));
    const done: Done =
      hindrance === undefined
        ? await attempt(thing, options, journal)
        : hindrance.state === 'stopped'
          ? { thing, state: 'stopped' }
          : {
              thing,
              state: 'waiting',
              why: `${kindOf(hindrance.thing.kind).title} ${hindrance.thing.name} is still there`,
            };
    options.onProgress?.({ event: 'done', thing, state: done.state });
    return done;
  };
  return Promise.all(things.map(start));
}

/**
 * Deletes what the plan says, after a fresh look that has to show the very same plan. Every thing is looked at
 * once more right before its delete, and everything is written down before the first delete and after each one.
 * Throws Stopped when stopped before anything was touched.
 */
export async function carryOut(options: Options, confirmed: Plan): Promise<CarriedOut> {
  const journal = journalOf(options);
  const fresh = await look(options);
  if (fresh.digest !== confirmed.digest)
    return { state: 'changed', differences: differences(confirmed.go, fresh.go), plan: fresh };
  journal.write({ event: 'confirmed', digest: fresh.digest, things: fresh.go.map(toRemember) });
  const done = await inOrder(fresh.go, options, journal);
  if (!done.some(({ state }) => state === 'stopped')) return { state: 'done', done, plan: fresh };
  journal.write({ event: 'stopped' });
  return { state: 'stopped', done, plan: fresh };
}
