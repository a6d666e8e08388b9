import { setTimeout as pause } from 'node:timers/promises';
import { Stopped, throwIfStopped } from '../../checker/account/write/errors.ts';
import type { Options } from '../../checker/teardown/options.ts';
import { type Plan, plan as scan } from '../../checker/teardown/plan.ts';
import type { Semaphore } from '../semaphore.ts';

/** Looks in a row that found nothing: when each had ended, in milliseconds since the epoch. */
export interface EmptyConfirmation {
  emptyAt: number[];
  /** What the last one saw. */
  last: Plan;
  /** Whether one of them saw something of the lab. */
  sawResource: boolean;
}

interface ConfirmOptions {
  semaphore: Semaphore;
  /** Milliseconds between two looks. */
  scanIntervalMs: number;
  /** Milliseconds after which no more looks are begun. */
  waitMs: number;
}

/** Nothing to delete is there, and everything could be looked at. */
export const isClean = ({ toDelete: go, undetermined }: Plan): boolean =>
  go.length === 0 && undetermined.length === 0;

const isDenied = ({ undetermined }: Plan) => undetermined.some(({ error }) => error.cause === 'denied');

async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
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
export async function confirmEmpty(
  options: Options,
  first: { plan: Plan; at: number },
  { semaphore, scanIntervalMs, waitMs }: ConfirmOptions,
): Promise<EmptyConfirmation> {
  const end = Date.now() + waitMs;
  const confirmation: EmptyConfirmation = {
    emptyAt: isClean(first.plan) ? [first.at] : [],
    last: first.plan,
    sawResource: false,
  };
  while (confirmation.emptyAt.length < 2) {
    // Where the first was not clean, the teardown has waited long enough already.
    if (
      confirmation.emptyAt.length === 0 &&
      (confirmation.last === first.plan || Date.now() > end || isDenied(confirmation.last))
    )
      return confirmation;
    const lastEmptyAt = confirmation.emptyAt[0] ?? Date.now();
    await waitFor(Math.max(0, lastEmptyAt + scanIntervalMs - Date.now()), options.signal);
    confirmation.last = await semaphore.run(async () => {
      throwIfStopped(options.signal);
      return scan(options);
    });
    confirmation.sawResource ||= confirmation.last.toDelete.length > 0;
    confirmation.emptyAt = isClean(confirmation.last) ? [...confirmation.emptyAt, Date.now()] : [];
  }
  return confirmation;
}
