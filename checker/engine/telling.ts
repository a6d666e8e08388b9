import type { Given } from '../steps/check.ts';
import type { Finding } from '../steps/finding.ts';
import type { Step } from '../steps/index.ts';
import { judgeStep, type Snapshot } from './judge.ts';

/**
 * Tells each finding of these steps once, as soon as no fact that is still to come can change or hide it: all that
 * was told stands in the run's result, word for word. To be called whenever facts have come; `whole` says that these
 * are all.
 */
export function telling(steps: readonly Step[], given: Given, tell: (finding: Finding) => void) {
  const told = new Set<string>();
  return (facts: Snapshot, whole = false): void => {
    for (const step of steps)
      for (const finding of judgeStep(step, facts, given, (name) => whole || facts.has(name)).findings) {
        if (told.has(finding.check)) continue;
        told.add(finding.check);
        tell(finding);
      }
  };
}
