import type { Fact } from './account/fact.ts';
import type { FactName } from './account/facts/values.ts';
import type { StepResult } from './run.ts';
import { type Check, findingOf, type Given } from './steps/check.ts';
import { type Finding, type Judgement, worst } from './steps/finding.ts';
import type { Step } from './steps/index.ts';

export type Snapshot = ReadonlyMap<FactName, Fact<unknown>>;

/** Every fact that a step's checks may read. */
export function factsOf(step: Step): FactName[] {
  return [...new Set(step.checks.flatMap(({ facts }) => facts))];
}

/** A check that found its subject absent, where no other check says so: a step cannot pass by saying nothing. */
function nothingToJudge(check: Check, fact: FactName): Judgement {
  return {
    verdict: 'fail',
    expected: check.title,
    found: `there is nothing to look at yet (${fact} is absent)`,
    fix: 'Do the steps before this one first: npm run check without a step tells which.',
  };
}

/** What a check needs was there, and a moment later what it reads was not: both cannot be true. */
function contradiction(check: Check, fact: FactName): Judgement {
  return {
    verdict: 'unknown',
    expected: check.title,
    found: `the answers contradict each other: it is there, and yet ${fact} is absent; something was just made or deleted`,
    fix: 'Check again in a minute.',
  };
}

/**
 * Judges one step. A check is listed only when there is something new to say: not when a check that it needs did
 * not pass, not when its subject is absent and another says so, and not when the same call stood in the way of
 * one that is listed already.
 */
export function judgeStep(step: Step, facts: Snapshot, given: Given): StepResult {
  const findings: Finding[] = [];
  const passed = new Set<string>();
  const troubles = new Set<string>();
  let unsaid: { check: Check; fact: FactName } | undefined;
  for (const check of step.checks) {
    if (!check.needs.every((id) => passed.has(id))) continue;
    const outcome = check.judge(facts, given);
    // A check with nothing to say stands in nobody's way.
    if (outcome.kind === 'silent') passed.add(check.id);
    if (outcome.kind === 'absent') {
      if (check.needs.length > 0)
        findings.push(findingOf(check, step.name, contradiction(check, outcome.fact)));
      else unsaid ??= { check, fact: outcome.fact };
    }
    if (outcome.kind === 'unknown') {
      const { service, operation, code, message } = outcome.trouble;
      const trouble = [service, operation, code, message].join('\n');
      if (troubles.has(trouble)) continue;
      troubles.add(trouble);
    }
    if (outcome.kind === 'judged' || outcome.kind === 'unknown') {
      findings.push(findingOf(check, step.name, outcome.judgement));
      if (outcome.judgement.verdict === 'pass') passed.add(check.id);
    }
  }
  if (unsaid !== undefined && findings.length === 0) {
    findings.push(findingOf(unsaid.check, step.name, nothingToJudge(unsaid.check, unsaid.fact)));
  }
  const verdict = worst(findings.map((finding) => finding.verdict));
  return { id: step.id, name: step.name, title: step.title, verdict, findings };
}
