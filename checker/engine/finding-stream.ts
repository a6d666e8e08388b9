import type { JudgeInputs } from '../steps/check.ts';
import type { Finding } from '../steps/finding.ts';
import type { Step } from '../steps/index.ts';
import { judgeStep, type Snapshot } from './judge.ts';

/**
 * Tells each finding of these steps once, as soon as no fact that is still to come can change or hide it: all that
 * was told stands in the run's result, word for word. To be called whenever facts have come; `whole` says that these
 * are all.
 */
export function findingStream(steps: readonly Step[], inputs: JudgeInputs, emit: (finding: Finding) => void) {
  const emitted = new Set<string>();
  return (facts: Snapshot, isComplete = false): void => {
    for (const step of steps)
      for (const finding of judgeStep(step, facts, inputs, (name) => isComplete || facts.has(name))
        .findings) {
        if (emitted.has(finding.check)) continue;
        emitted.add(finding.check);
        emit(finding);
      }
  };
}
