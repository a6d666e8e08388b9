import { setTimeout as pause } from 'node:timers/promises';
import { goOnUnless, Stopped } from '../../checker/account/write/errors.ts';
import type { Options } from '../../checker/teardown/options.ts';
import { plan as look, type Plan } from '../../checker/teardown/plan.ts';
import type { Slots } from '../slots.ts';

/** Looks in a row that found nothing: when each had ended, in milliseconds since the epoch. */
export interface Looks {
  clean: number[];
  /** What the last one saw. */
  last: Plan;
  /** Whether one of them saw something of the lab. */
  saw: boolean;
}

interface Waiting {
  slots: Slots;
  /** Milliseconds between two looks. */
  apartMs: number;
  /** Milliseconds after which no more looks are begun. */
  waitMs: number;
}

/** Nothing to delete is there, and everything could be looked at. */
export const isClean = ({ go, untold }: Plan): boolean => go.length === 0 && untold.length === 0;

const isDenied = ({ untold }: Plan) => untold.some(({ trouble }) => trouble.cause === 'denied');

async function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    throw new Stopped('stopped between two looks');
  }
}

/**
 * Looks until two looks in a row find nothing, some time apart, or the time is over. One is not enough: lists of
 * buckets and all of IAM answer from copies that learn of a change one after the other, so that a thing may be
 * missing from one answer and stand in the next, whether it was just deleted or just made. (S3 user guide, "Amazon
 * S3 data consistency model": "Bucket configurations have an eventual consistency model", with a deleted bucket
 * that still appears in the list; IAM user guide, "Changes that I make are not always immediately visible".)
 * Two looks make a mistake unlikely; no number of them makes it impossible. Throws Stopped.
 */
export async function lookTwice(
  options: Options,
  first: { plan: Plan; at: number },
  { slots, apartMs, waitMs }: Waiting,
): Promise<Looks> {
  const end = Date.now() + waitMs;
  const looks: Looks = { clean: isClean(first.plan) ? [first.at] : [], last: first.plan, saw: false };
  while (looks.clean.length < 2) {
    // Where the first was not clean, the teardown has waited long enough already.
    if (looks.clean.length === 0 && (looks.last === first.plan || Date.now() > end || isDenied(looks.last)))
      return looks;
    const since = looks.clean[0] ?? Date.now();
    await rest(Math.max(0, since + apartMs - Date.now()), options.signal);
    looks.last = await slots.run(async () => {
      goOnUnless(options.signal);
      return look(options);
    });
    looks.saw ||= looks.last.go.length > 0;
    looks.clean = isClean(looks.last) ? [...looks.clean, Date.now()] : [];
  }
  return looks;
}
