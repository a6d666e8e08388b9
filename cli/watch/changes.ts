import type { Run } from '../../checker/engine/run.ts';
import type { Finding, Verdict } from '../../checker/steps/finding.ts';

/** One finding as a round saw it, and how the round before saw it. */
export interface Change {
  step: string;
  finding: Finding;
  /** Undefined where it was not listed before. */
  before?: Verdict;
}

const keyOf = (step: string, { check }: Finding) => `${step} ${check}`;

/** What a finding is worth another line for: how it stands, why, and what of it a person is told. */
const fingerprintOf = ({ verdict, cause, found }: Finding) =>
  // How long something has been going on is in the words; that it goes on is no change.
  `${verdict} ${cause ?? ''} ${verdict === 'pass' ? '' : found.replace(/\(?\b\d+ (s|min|h|days)\b\)?/g, '')}`;

/** Keeps the last round, and tells what of the next one is different. */
export class ChangeTracker {
  private readonly previous = new Map<string, Finding>();

  /** The findings that turned. One that is not listed any more says nothing: another stands for it. */
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
          ...(before === undefined ? {} : { before: before.verdict }),
        });
      }
    this.previous.clear();
    for (const [key, finding] of now) this.previous.set(key, finding);
    return changes;
  }
}
