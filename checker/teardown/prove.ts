import { setTimeout as pause } from 'node:timers/promises';
import type { Trouble } from '../account/fact.ts';
import { goOnUnless } from '../account/write/errors.ts';
import { type Remembered, remembered } from './journal.ts';
import { newLook } from './look.ts';
import { journalOf, type Options } from './options.ts';
import { plan as look, type Plan } from './plan.ts';
import { kindOf } from './resource-types/index.ts';
import type { NotThere, Thing, Untold } from './thing.ts';

export interface Proved {
  /** Nothing of the lab is to be seen, and everything could be looked at. */
  proved: boolean;
  /** Milliseconds since the epoch of the last look. */
  at: number;
  /** Each thing with the answer that says it is not there. */
  seen: NotThere[];
  /** Still there after the wait. */
  remaining: Pick<Thing, 'kind' | 'name'>[];
  untold: Untold[];
  /** The account as it is now. */
  plan: Plan;
}

type Last = { state: 'absent'; code: string } | { state: 'there' } | { state: 'untold'; trouble: Trouble };

/** Asks again, with longer and longer pauses, until the thing is seen to be gone or the time is over. */
async function untilGone(options: Options, thing: Remembered, end: number): Promise<Last> {
  const whole: Thing = { ...thing, proofs: [], users: [], untold: [] };
  for (let delay = 200; ; delay = Math.min(2 * delay, 5_000)) {
    goOnUnless(options.signal);
    const fact = await kindOf(thing.kind).gone(whole, newLook(options, []));
    goOnUnless(options.signal);
    if (fact.state === 'absent') return fact;
    if (Date.now() + delay > end)
      return fact.state === 'unknown' ? { state: 'untold', trouble: fact.trouble } : { state: 'there' };
    // A denial does not pass by waiting.
    if (fact.state === 'unknown' && fact.trouble.cause === 'denied')
      return { state: 'untold', trouble: fact.trouble };
    await pause(delay);
  }
}

/**
 * Looks for every thing that was to go, and then for everything that the lab makes, until absence is seen.
 * Throws Stopped.
 */
export async function prove(options: Options, things: readonly Remembered[]): Promise<Proved> {
  options.onProgress?.({ event: 'proving' });
  const end = Date.now() + (options.waitMs ?? 60_000);
  const lasts = await Promise.all(things.map((thing) => untilGone(options, thing, end)));
  const now = await look(options);
  const seen: NotThere[] = [];
  const remaining: Proved['remaining'] = [];
  const untold: Untold[] = [...now.untold];
  for (const [index, { kind, name }] of things.entries()) {
    const last = lasts[index];
    if (last?.state === 'absent') seen.push({ kind, name, code: last.code });
    else if (last?.state === 'untold') untold.push({ kind, name, trouble: last.trouble });
    else remaining.push({ kind, name });
  }
  const missing = (
    list: readonly { kind: string; name: string }[],
    { kind, name }: { kind: string; name: string },
  ) => !list.some((other) => other.kind === kind && other.name === name);
  for (const thing of now.go)
    if (missing(remaining, thing)) remaining.push({ kind: thing.kind, name: thing.name });
  for (const each of now.absent) if (missing(seen, each) && missing(remaining, each)) seen.push(each);
  const proved = remaining.length === 0 && untold.length === 0;
  if (proved && remembered(journalOf(options)).length > 0) journalOf(options).write({ event: 'proved' });
  return { proved, at: Date.now(), seen, remaining, untold, plan: now };
}
