import type { Verdict } from '../../checker/steps/finding.ts';

/** The shortest wait between two checks, in milliseconds. It limits the load on the account. */
export const minDelayMs = 2_000;
const maxDelayMs = 30_000;
const errorDelayMs = 60_000;

/**
 * How long to wait before the next check, in milliseconds: a short time after a change, more and more without one,
 * and longest when the account could not be read.
 */
export function nextDelay(last: number, changed: boolean, verdict: Verdict | undefined): number {
  if (verdict === undefined || verdict === 'unknown')
    return Math.min(errorDelayMs, Math.max(2 * last, 8_000));
  if (changed) return minDelayMs;
  return Math.min(maxDelayMs, Math.round(last * 1.5));
}
