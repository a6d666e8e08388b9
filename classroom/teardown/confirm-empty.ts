import { setTimeout as pause } from 'node:timers/promises';
import { defined } from '../../base/defined.ts';
import { Stopped, throwIfStopped } from '../../checker/account/write/errors.ts';
import type { Options } from '../../checker/teardown/options.ts';
import { hasUndecided, type Plan, plan as scan } from '../../checker/teardown/plan.ts';
import type { Semaphore } from '../account-pool/semaphore.ts';

export interface EmptyConfirmation {
  /** When each of the last consecutive empty scans ended: milliseconds since the epoch. */
  emptyAt: number[];
  /** The plan of the last scan. */
  last: Plan;
  /** Whether a scan found a resource of the lab. */
  sawResource: boolean;
}

interface ConfirmOptions {
  semaphore: Semaphore;
  /** Milliseconds between two scans. */
  scanIntervalMs: number;
  /** Milliseconds after which no new scan starts. */
  waitMs: number;
}

/** Whether the scan could read everything, and found nothing to delete or to decide about. */
export const isClean = (plan: Plan): boolean =>
  plan.toDelete.length === 0 && plan.undetermined.length === 0 && !hasUndecided(plan);

const isDenied = ({ undetermined }: Plan) => undetermined.some(({ error }) => error.cause === 'denied');

async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(ms, undefined, defined({ signal }));
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    throw new Stopped('stopped between two looks');
  }
}

/**
 * Scans until two consecutive scans, some time apart, find nothing, or until the time is over. One scan is
 * not enough, because bucket lists and IAM are eventually consistent. A resource that was just created or
 * deleted can be missing from one answer and appear in the next. Two scans make a mistake unlikely; no number
 * of scans makes it impossible. Throws Stopped.
 * Sources: S3 user guide, "Amazon S3 data consistency model": "Bucket configurations have an eventual
 * consistency model", with a deleted bucket that still appears in the list; IAM user guide, "Changes that I
 * make are not always immediately visible".
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
    // If the first scan was not clean, there is nothing to confirm: the teardown has already waited for it.
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
