import { isText, isTextList, type KeyRule, matches, readFrontMatterKeys } from './front-matter-keys.ts';
import type { Problems } from './problem.ts';

/** The front matter of a step's page. */
export interface StepFrontMatter {
  /** `step-1` … `step-9`. */
  readonly id: string;
  /** The step's other name, such as `bucket`. */
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  /** What the step costs, in words. */
  readonly cost: string;
  /** What the learner knows after it. */
  readonly know: readonly string[];
  /** What the step requires. */
  readonly needs: readonly string[];
}

const rules: Record<keyof StepFrontMatter, KeyRule> = {
  id: { expected: 'step-1 to step-9', accepts: matches(/^step-[1-9]$/) },
  name: {
    expected: 'a name of small letters, digits and dashes',
    accepts: matches(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  },
  title: { expected: 'a line of text', accepts: isText },
  minutes: {
    expected: 'a whole number from 1 to 120',
    accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 120,
  },
  cost: { expected: 'a line of text', accepts: isText },
  know: { expected: 'a list of lines, no line twice', accepts: isTextList },
  needs: { expected: 'a list of lines, no line twice', accepts: isTextList },
};

/** Reads a step's front matter. Adds what is wrong to `problems`, and then returns undefined. */
export function readStepFrontMatter(yaml: string, problems: Problems): StepFrontMatter | undefined {
  return readFrontMatterKeys<StepFrontMatter>(yaml, rules, problems);
}
