import type { Verdict } from '../../checker/steps/finding.ts';

/** Never sooner than this after the last look: the account is not to be burdened. Milliseconds. */
export const floor = 2_000;
const ceiling = 30_000;
const troubled = 60_000;

/**
 * How long to wait for the next look, in milliseconds: short after something has moved, longer and longer while
 * nothing does, longest where the account could not be asked.
 */
export function nextDelay(last: number, moved: boolean, verdict: Verdict | undefined): number {
  if (verdict === undefined || verdict === 'unknown') return Math.min(troubled, Math.max(2 * last, 8_000));
  if (moved) return floor;
  return Math.min(ceiling, Math.round(last * 1.5));
}
