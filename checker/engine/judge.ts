import type { Fact } from '../account/fact.ts';
import type { FactName } from '../facts/values.ts';
import { type Check, findingOf, type Given } from '../steps/check.ts';
import { type Finding, type Judgement, worst } from '../steps/finding.ts';
import type { Step } from '../steps/index.ts';
import type { StepResult } from './run.ts';

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

/** `open` is a check of which it is not known yet whether it passes, or whether it is listed. */
type Standing = 'passed' | 'not passed' | 'open';

/**
 * Judges one step. A check is listed only when there is something new to say: not when a check that it needs did
 * not pass, not when its subject is absent and another says so, and not when the same call stood in the way of
 * one that is listed already.
 *
 * While facts are still to come, `isIn` says which are there: then those findings are listed that no later fact
 * can change or hide.
 */
export function judgeStep(
  step: Step,
  facts: Snapshot,
  given: Given,
  isIn: (fact: FactName) => boolean = () => true,
): StepResult {
  const findings: Finding[] = [];
  const standings = new Map<string, Standing>();
  const troubles = new Set<string>();
  let unsaid: { check: Check; fact: FactName } | undefined;

  function standingOf(check: Check): Standing {
    const needed = check.needs.map((id) => standings.get(id));
    if (!needed.every((standing) => standing === 'passed' || standing === 'open')) return 'not passed';
    const missing = check.facts.filter((fact) => !isIn(fact));
    if (needed.includes('open') || missing.some((fact) => !check.asides.includes(fact))) return 'open';
    const outcome = check.judge(facts, given);
    const isPass = outcome.kind === 'judged' && outcome.judgement.verdict === 'pass';
    if (missing.length > 0 && !isPass) return 'open';
    // A check with nothing to say stands in nobody's way.
    if (outcome.kind === 'silent') return 'passed';
    if (outcome.kind === 'absent') {
      if (check.needs.length > 0)
        findings.push(findingOf(check, step.name, contradiction(check, outcome.fact)));
      else unsaid ??= { check, fact: outcome.fact };
      return 'not passed';
    }
    if (outcome.kind === 'unknown') {
      // One that stands before it may yet be stopped by the same call, and would be listed in its place.
      if ([...standings.values()].includes('open')) return 'open';
      const { service, operation, code, message } = outcome.trouble;
      const trouble = [service, operation, code, message].join('\n');
      if (troubles.has(trouble)) return 'not passed';
      troubles.add(trouble);
    }
    findings.push(findingOf(check, step.name, outcome.judgement));
    return isPass ? 'passed' : 'not passed';
  }

  for (const check of step.checks) standings.set(check.id, standingOf(check));
  if (unsaid !== undefined && findings.length === 0 && ![...standings.values()].includes('open')) {
    findings.push(findingOf(unsaid.check, step.name, nothingToJudge(unsaid.check, unsaid.fact)));
  }
  const verdict = worst(findings.map((finding) => finding.verdict));
  return { id: step.id, name: step.name, title: step.title, verdict, findings };
}
