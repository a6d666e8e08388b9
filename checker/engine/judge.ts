import type { Fact } from '../account/fact.ts';
import type { FactName } from '../facts/values.ts';
import { type Check, findingOf, type JudgeInputs } from '../steps/check.ts';
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
type CheckState = 'passed' | 'not passed' | 'open';

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
  inputs: JudgeInputs,
  isLoaded: (fact: FactName) => boolean = () => true,
): StepResult {
  const findings: Finding[] = [];
  const states = new Map<string, CheckState>();
  const reportedErrors = new Set<string>();
  let unreported: { check: Check; fact: FactName } | undefined;

  function evaluate(check: Check): CheckState {
    const prerequisites = check.after.map((id) => states.get(id));
    if (!prerequisites.every((state) => state === 'passed' || state === 'open')) return 'not passed';
    const missing = check.facts.filter((fact) => !isLoaded(fact));
    if (prerequisites.includes('open') || missing.some((fact) => !check.context.includes(fact)))
      return 'open';
    const outcome = check.judge(facts, inputs);
    const isPass = outcome.kind === 'judged' && outcome.judgement.verdict === 'pass';
    if (missing.length > 0 && !isPass) return 'open';
    // A check with nothing to say stands in nobody's way.
    if (outcome.kind === 'silent') return 'passed';
    if (outcome.kind === 'absent') {
      if (check.after.length > 0)
        findings.push(findingOf(check, step.name, contradiction(check, outcome.fact)));
      else unreported ??= { check, fact: outcome.fact };
      return 'not passed';
    }
    if (outcome.kind === 'unknown') {
      // One that stands before it may yet be stopped by the same call, and would be listed in its place.
      if ([...states.values()].includes('open')) return 'open';
      const { service, operation, code, message } = outcome.error;
      const errorKey = [service, operation, code, message].join('\n');
      if (reportedErrors.has(errorKey)) return 'not passed';
      reportedErrors.add(errorKey);
    }
    findings.push(findingOf(check, step.name, outcome.judgement));
    return isPass ? 'passed' : 'not passed';
  }

  for (const check of step.checks) states.set(check.id, evaluate(check));
  if (unreported !== undefined && findings.length === 0 && ![...states.values()].includes('open')) {
    findings.push(findingOf(unreported.check, step.name, nothingToJudge(unreported.check, unreported.fact)));
  }
  const verdict = worst(findings.map((finding) => finding.verdict));
  return { id: step.id, name: step.name, title: step.title, verdict, findings };
}
