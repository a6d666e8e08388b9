import type { Run } from '../../checker/engine/run.ts';
import type { Finding } from '../../checker/steps/finding.ts';
import { escapeLine } from '../../terminal/escape-control.ts';

/**
 * The first finding that does not pass, in the order of the steps. Within a step, failures come before unknown
 * findings, and waiting ones are last.
 */
export function firstUnresolved(run: Run): { step: string; finding: Finding } | undefined {
  for (const { id, findings } of run.steps)
    for (const verdict of ['fail', 'unknown', 'waiting'] as const) {
      const finding = findings.find((one) => one.verdict === verdict);
      if (finding !== undefined) return { step: id, finding };
    }
  return undefined;
}

const tiers: ((finding: Finding) => string[])[] = [
  ({ title, link }) => [`Where to look: ${title}`, `  ${link}`],
  ({ expected, found, why, cause }) => [
    `What is wrong: ${escapeLine(found)}`,
    `  expected  ${expected}`,
    `  why       ${why}`,
    ...(cause === undefined ? [] : [`  known as  ${cause}: labs/causes/${cause}.md`]),
  ],
  ({ fix }) => ['What to type:', `  ${fix === '' ? 'Nothing: it passes by itself.' : fix}`],
];

/** Hints on the first finding that does not pass. Each call of `next` reveals more about it. */
export class Hints {
  private subject = '';
  private tier = 0;

  next(run: Run): string[] {
    const unresolved = firstUnresolved(run);
    if (unresolved === undefined) return ['Everything passes: there is nothing to hint at.'];
    const subject = `${unresolved.step} ${unresolved.finding.check} ${unresolved.finding.cause ?? ''}`;
    if (subject !== this.subject) this.tier = 0;
    this.subject = subject;
    const tier = tiers[Math.min(this.tier, tiers.length - 1)];
    this.tier += 1;
    const more = this.tier < tiers.length ? ['  (h: more)'] : [];
    return [...(tier?.(unresolved.finding) ?? []), ...more];
  }
}
