import { absent, type CallError, type Fact } from '../facts/fact.ts';
import type { FactName, FactValues } from '../facts/values.ts';
import { type Lab, type StepName, stepPage } from '../lab/lab.ts';
import { type Finding, type Judgement, undetermined } from './finding.ts';

/** What a judge may know besides the facts: all of it given, nothing looked up. */
export interface JudgeInputs {
  lab: Lab;
  /** Milliseconds since the epoch. */
  now: number;
  /** The address that the learner asks about. */
  url?: string;
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
  /** Facts without which there is nothing to judge. */
  required: readonly R[];
  /** Facts whose absence is part of what is judged. */
  optional?: readonly M[];
  /** Facts that the judge takes as they are, unknown or not. */
  raw?: readonly P[];
  /** Facts that only tell more where it does not pass, taken as `peeks` are: a pass is certain without them. */
  context?: readonly P[];
  /** Checks of the same step: unless each of them passed, this one is not listed. */
  after?: readonly string[];
  /** Pure. Undefined: there is nothing to say, and the check is not listed. */
  judge(values: Values<R, M, P>, inputs: JudgeInputs): Judgement | undefined;
}

/** A check as the runner sees it. */
export interface Check {
  id: string;
  title: string;
  why: string;
  /** All that it may look at: what has to be there, what may be missing, what only tells more. */
  facts: readonly FactName[];
  required: readonly FactName[];
  optional: readonly FactName[];
  raw: readonly FactName[];
  context: readonly FactName[];
  after: readonly string[];
  judge(facts: ReadonlyMap<FactName, Fact<unknown>>, inputs: JudgeInputs): Outcome;
}

/** What became of a check: judged, stopped by something absent or unknown, or with nothing to say. */
export type Outcome =
  | { kind: 'judged'; judgement: Judgement }
  | { kind: 'absent'; fact: FactName }
  | { kind: 'unknown'; error: CallError; judgement: Judgement }
  | { kind: 'silent' };

/** A check: data and one pure function. What it reads, absent and unknown facts are dealt with here. */
export function check<R extends FactName = never, M extends FactName = never, P extends FactName = never>(
  definition: Definition<R, M, P>,
): Check {
  const { id, title, why, required, optional = [], raw = [], context = [], after = [] } = definition;
  return {
    id,
    title,
    why,
    facts: [...required, ...optional, ...raw, ...context],
    ...{ required, optional, raw, context },
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

/** What a fact that is only an aside holds, or else this. */
export function valueOr<T, U>(fact: Fact<T>, other: U): T | U {
  return fact.state === 'known' ? fact.value : other;
}

/** A check's place on its step's page: `#check-bucket-versioned`. */
export function anchorOf(checkId: string): string {
  return `check-${checkId.replaceAll('.', '-')}`;
}

/** A judgement, with what its check knows of itself. */
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
    ...(cause === undefined ? {} : { cause }),
    ...(proof === undefined ? {} : { proof }),
  };
}
