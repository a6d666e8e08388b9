import { defined } from '../../base/defined.ts';
import { absent, type CallError, type Fact } from '../facts/fact.ts';
import type { FactName, FactValues } from '../facts/facts.ts';
import type { GivenFlags } from '../lab/commands.ts';
import { type Lab, type StepName, stepPage } from '../lab/lab.ts';
import { type Finding, type Judgement, undetermined } from './finding.ts';
import type { Instructions } from './instructions.ts';

/** What a judge receives besides the facts. It reads nothing on its own. */
export interface JudgeInputs {
  lab: Lab;
  /** Milliseconds since the epoch. */
  now: number;
  /** The presigned URL that the learner passes. */
  url?: string;
  /** The flags that the commands in a fix repeat. */
  given?: GivenFlags;
  instructions: Instructions;
}

type Values<R extends FactName, M extends FactName, P extends FactName> = { [K in R]: FactValues[K] } & {
  [K in M]: FactValues[K] | undefined;
} & { [K in P]: Fact<FactValues[K]> };

interface Definition<R extends FactName, M extends FactName, P extends FactName> {
  /** `bucket.versioned` */
  id: string;
  title: string;
  /** Why it matters, in one sentence. */
  why: string;
  /** Facts that must be known: the judge receives their values. If one is absent, the check is not judged. */
  required: readonly R[];
  /** Facts that may be absent: the judge then receives undefined. If one is unknown, so is the check. */
  optional?: readonly M[];
  /** Facts that the judge receives as facts, even unknown ones. */
  raw?: readonly P[];
  /** Facts like `raw` ones that only add detail when the check does not pass. A pass does not depend on them. */
  context?: readonly P[];
  /** Checks of the same step. Unless all of them passed, this one is not listed. */
  after?: readonly string[];
  /** A pure function. Returns undefined when there is nothing to report; the check is then not listed. */
  judge(values: Values<R, M, P>, inputs: JudgeInputs): Judgement | undefined;
}

/** A check as the engine uses it. */
export interface Check {
  id: string;
  title: string;
  why: string;
  /** All facts that it can read: required, optional, raw and context. */
  facts: readonly FactName[];
  required: readonly FactName[];
  optional: readonly FactName[];
  raw: readonly FactName[];
  context: readonly FactName[];
  after: readonly string[];
  judge(facts: ReadonlyMap<FactName, Fact<unknown>>, inputs: JudgeInputs): Outcome;
}

/** The outcome of a check: judged, not judged because a fact is absent or unknown, or nothing to report. */
export type Outcome =
  | { kind: 'judged'; judgement: Judgement }
  | { kind: 'absent'; fact: FactName }
  | { kind: 'unknown'; error: CallError; judgement: Judgement }
  | { kind: 'silent' };

/** Creates a check from data and one pure function. The result handles absent and unknown facts for the judge. */
export function check<R extends FactName = never, M extends FactName = never, P extends FactName = never>(
  definition: Definition<R, M, P>,
): Check {
  const { id, title, why, required, optional = [], raw = [], context = [], after = [] } = definition;
  return {
    id,
    title,
    why,
    facts: [...required, ...optional, ...raw, ...context],
    required,
    optional,
    raw,
    context,
    after,
    judge(facts, inputs) {
      const values: Record<string, unknown> = {};
      const fact = (name: FactName) => facts.get(name) ?? absent('NotAsked');
      for (const name of [...raw, ...context]) values[name] = fact(name);
      for (const name of [...required, ...optional]) {
        const one = fact(name);
        if (one.state === 'unknown') {
          return { kind: 'unknown', error: one.error, judgement: undetermined(title, one.error) };
        }
        if (one.state === 'known') values[name] = one.value;
      }
      const missing = required.find((name) => fact(name).state === 'absent');
      if (missing !== undefined) return { kind: 'absent', fact: missing };
      const judgement = definition.judge(values as Values<R, M, P>, inputs);
      return judgement === undefined ? { kind: 'silent' } : { kind: 'judged', judgement };
    },
  };
}

/** The value of a known fact, or else `other`. */
export function valueOr<T, U>(fact: Fact<T>, other: U): T | U {
  return fact.state === 'known' ? fact.value : other;
}

/** A check's anchor on its step's page: `check-bucket-versioned`. */
export function anchorOf(checkId: string): string {
  return `check-${checkId.replaceAll('.', '-')}`;
}

/** Combines a judgement with its check's own texts and link. */
export function findingOf(
  definition: Pick<Check, 'id' | 'title' | 'why'>,
  step: StepName,
  judgement: Judgement,
): Finding {
  const { verdict, expected, found, fix, cause, proof } = judgement;
  return {
    check: definition.id,
    verdict,
    title: definition.title,
    expected,
    found,
    why: definition.why,
    fix: fix ?? '',
    link: `${stepPage(step)}#${anchorOf(definition.id)}`,
    ...defined({ cause, proof }),
  };
}
