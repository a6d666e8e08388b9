import type { JudgeInputs } from '../steps/check.ts';
import type { Finding } from '../steps/finding.ts';
import type { Step } from '../steps/index.ts';
import { judgeStep, type Snapshot } from './judge.ts';

/**
 * Returns a function to call whenever facts have arrived. It emits each finding of these steps once, as soon as no
 * fact still to come can change or hide it. The run's result therefore contains every emitted finding unchanged.
 * `isComplete` means that no more facts will arrive.
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
