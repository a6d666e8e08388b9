import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCoursePage } from './course-page.ts';
import { isText, isTextList, type KeyRule, matches, readFrontMatterKeys } from './front-matter-keys.ts';
import { checkLinks } from './links.ts';
import type { Outline } from './outline.ts';
import type { CoursePage, StepPage } from './page.ts';
import { PageError, Problems } from './problem.ts';
import { sectionsOf } from './sections.ts';

/** The front matter of a cause's page. */
interface CauseFrontMatter {
  /** The id that the checker uses for the cause, which is also the name of its file: `versioning-off`. */
  readonly id: string;
  /** The first step in which a learner meets it: `step-3`. */
  readonly step: string;
  /** The check that reports it there: `bucket.versioned`. */
  readonly check: string;
  /** The symptom, short, in a learner's words. */
  readonly title: string;
  /** The verdict of its check, `fail` by default. `stops`: the command stops before it reads the account. */
  readonly verdict?: 'waiting' | 'stops';
  /** The results of other steps on a finished lab that has this cause: `step-8 fail object-missing`. */
  readonly also?: readonly string[];
  /**
   * Regular expressions that match its error messages, in any case. `lab explain` looks for them in a pasted text.
   */
  readonly errors?: readonly string[];
}

/** One known way in which the lab breaks: its symptom, how to identify it, how to repair it, why it happens. */
export interface Cause extends CauseFrontMatter, CoursePage {}

const otherStepVerdict = /^step-[1-9] (unknown|(fail|waiting) [a-z]+(-[a-z]+)*)$/;

/** A name of small letters, digits and dashes. */
export const isId = matches(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

function isPattern(text: string): boolean {
  try {
    return !new RegExp(text, 'i').test('');
  } catch {
    // Not a regular expression. The rule's `expected` states what is required.
    return false;
  }
}

const rules: Record<keyof CauseFrontMatter, KeyRule> = {
  id: { expected: 'a name of small letters, digits and dashes', accepts: isId },
  step: { expected: 'step-1 to step-9', accepts: matches(/^step-[1-9]$/) },
  check: {
    expected: 'the id of a check, such as bucket.versioned',
    accepts: matches(/^[a-z]+\.[a-z]+(-[a-z]+)*$/),
  },
  title: { expected: 'a line of text', accepts: isText },
  verdict: {
    expected: 'waiting or stops (a failure goes without saying)',
    accepts: (value) => value === 'waiting' || value === 'stops',
    optional: true,
  },
  also: {
    expected: 'lines such as step-8 fail object-missing, or step-7 unknown; none twice',
    accepts: (value) => isTextList(value) && (value as string[]).every(matches(otherStepVerdict)),
    optional: true,
  },
  errors: {
    expected: 'regular expressions that match something; none twice',
    accepts: (value) => isTextList(value) && (value as string[]).every(isPattern),
    optional: true,
  },
};

const outline: Outline = {
  sections: ['Symptom', 'How to tell', 'Repair', 'Why it happens'],
  runIn: ['How to tell', 'Repair'],
  commandsIn: ['How to tell', 'Repair'],
  checkIn: 'Repair',
  // Step 7 checks a URL of the learner's own only when it is given one.
  checkSuffix: ' -- --url "$PAGE_URL"',
};

/**
 * Reads the causes of a folder, by id. `steps` are the steps' pages, to which causes may link.
 * Throws a PageError with the problems of all of them.
 */
export function readCauses(folder: string, steps: readonly StepPage[]): Cause[] {
  const problemLists: Problems[] = [];
  const causes: Cause[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.md')) continue;
    const problems = new Problems(join(folder, name));
    problemLists.push(problems);
    const cause = parseCause(readFileSync(problems.file, 'utf8'), problems);
    if (cause === undefined) continue;
    causes.push(cause);
    if (name !== `${cause.id}.md`)
      problems.add(1, `the file is called ${name}`, `${cause.id}.md`, 'Rename it');
    if (!steps.some(({ id }) => id === cause.step))
      problems.add(1, `there is no page of ${cause.step}`, 'a step that exists', 'Name the step');
  }
  checkLinks(causes, steps, problemLists);
  const all = problemLists.flatMap((problems) => problems.found);
  if (all.length > 0) throw new PageError(all);
  return causes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function parseCause(source: string, problems: Problems): Cause | undefined {
  const parseFrontMatter = (yaml: string) => readFrontMatterKeys<CauseFrontMatter>(yaml, rules, problems);
  const cause = readCoursePage(source, { outline, parseFrontMatter, stepOf: ({ step }) => step }, problems);
  if (cause !== undefined) checkSections(cause, problems);
  return cause;
}

/** Checks that every section has text, that 'How to tell' has commands, and that 'Repair' ends with the check. */
function checkSections(cause: Cause, problems: Problems): void {
  for (const { name, line, text } of sectionsOf(cause))
    if (text.trim() === '')
      problems.add(line, `nothing is said under '${name}'`, 'a sentence at least', 'Write it');
  if (!cause.blocks.some(({ section }) => section === 'How to tell'))
    problems.add(1, "no command under 'How to tell'", 'a command that shows the cause', 'Add it');
  const repairs = cause.blocks.filter(({ section }) => section === 'Repair');
  if (repairs.at(-1)?.use !== 'check')
    problems.add(1, "'Repair' does not end with the check", 'the check as its last block', 'Move it there');
}
