import type { Fact } from '../account/fact.ts';
import type { FactName } from '../facts/facts.ts';
import { type Check, findingOf, type JudgeInputs } from '../steps/check.ts';
import { type Finding, type Judgement, worst } from '../steps/finding.ts';
import type { Step } from '../steps/index.ts';
import type { StepResult } from './run.ts';

export type Snapshot = ReadonlyMap<FactName, Fact<unknown>>;

/** Every fact that a step's checks may read. */
export function factsOf(step: Step): FactName[] {
  return [...new Set(step.checks.flatMap(({ facts }) => facts))];
}

/** The judgement when a check's subject is absent and no other check reports it: a step without findings would pass. */
function nothingToJudge(check: Check, fact: FactName): Judgement {
  return {
    verdict: 'fail',
    expected: check.title,
    found: `there is nothing to look at yet (${fact} is absent)`,
    fix: 'Do the steps before this one first: npm run check without a step tells which.',
  };
}

/** The judgement when a check's prerequisites passed but its subject is absent a moment later: both cannot be true. */
function contradiction(check: Check, fact: FactName): Judgement {
  return {
    verdict: 'unknown',
    expected: check.title,
    found: `the answers contradict each other: it is there, and yet ${fact} is absent; something was just made or deleted`,
    fix: 'Check again in a minute.',
  };
}

/** `open` means that facts still to come decide whether the check passes, or whether it is listed. */
type CheckState = 'passed' | 'not passed' | 'open';

/**
 * Judges one step. A check is not listed when a check in its `after` did not pass, when another check reports its
 * absent subject, or when the same failed call is already listed.
 *
 * While facts are still to come, `isLoaded` returns whether a fact has arrived. Only findings that no later fact
 * can change or hide are then listed.
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
    // A check with nothing to report does not block the checks that follow it.
    if (outcome.kind === 'silent') return 'passed';
    if (outcome.kind === 'absent') {
      if (check.after.length > 0)
        findings.push(findingOf(check, step.name, contradiction(check, outcome.fact)));
      else unreported ??= { check, fact: outcome.fact };
      return 'not passed';
    }
    if (outcome.kind === 'unknown') {
      // An earlier check that is still open can meet the same error, and would be listed instead of this one.
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
