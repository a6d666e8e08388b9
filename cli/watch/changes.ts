import { defined } from '../../base/defined.ts';
import type { Run } from '../../checker/engine/run.ts';
import type { Finding, Verdict } from '../../checker/steps/finding.ts';

/** A finding that a check reports differently from the check before. */
export interface Change {
  step: string;
  finding: Finding;
  /** The finding's verdict in the check before; undefined when it was not listed there. */
  before?: Verdict;
}

const keyOf = (step: string, { check }: Finding) => `${step} ${check}`;

/** What has to change for a finding to be printed again: its verdict, its cause, and what was found. */
const fingerprintOf = ({ verdict, cause, found }: Finding) =>
  // The text contains how long a state has lasted. A longer time alone is no change.
  `${verdict} ${cause ?? ''} ${verdict === 'pass' ? '' : found.replace(/\(?\b\d+ (s|min|h|days)\b\)?/g, '')}`;

/** Keeps the findings of the last check, and returns those that differ in the next one. */
export class ChangeTracker {
  private readonly previous = new Map<string, Finding>();

  /**
   * Returns the findings that are new or have changed. A finding that is no longer listed is not reported, because
   * another one has replaced it.
   */
  update(run: Run): Change[] {
    const changes: Change[] = [];
    const now = new Map<string, Finding>();
    for (const { id, findings } of run.steps)
      for (const finding of findings) {
        const key = keyOf(id, finding);
        now.set(key, finding);
        const before = this.previous.get(key);
        if (before !== undefined && fingerprintOf(before) === fingerprintOf(finding)) continue;
        changes.push({
          step: id,
          finding,
          ...defined({ before: before?.verdict }),
        });
      }
    this.previous.clear();
    for (const [key, finding] of now) this.previous.set(key, finding);
    return changes;
  }
}
