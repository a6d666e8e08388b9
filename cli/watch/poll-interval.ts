import type { Verdict } from '../../checker/steps/finding.ts';

/** Never sooner than this after the last look: the account is not to be burdened. Milliseconds. */
export const minDelayMs = 2_000;
const maxDelayMs = 30_000;
const errorDelayMs = 60_000;

/**
 * How long to wait for the next look, in milliseconds: short after something has moved, longer and longer while
 * nothing does, longest where the account could not be asked.
 */
export function nextDelay(last: number, changed: boolean, verdict: Verdict | undefined): number {
  if (verdict === undefined || verdict === 'unknown')
    return Math.min(errorDelayMs, Math.max(2 * last, 8_000));
  if (changed) return minDelayMs;
  return Math.min(maxDelayMs, Math.round(last * 1.5));
}
