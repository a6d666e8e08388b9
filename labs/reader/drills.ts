import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cause, isId } from './causes.ts';
import { readCoursePage } from './course-page.ts';
import { isText, type KeyRule, matches, readFrontMatterKeys } from './front-matter-keys.ts';
import { checkLinks } from './links.ts';
import type { Outline } from './outline.ts';
import type { CoursePage, StepPage } from './page.ts';
import { PageError, Problems } from './problem.ts';
import { sectionsOf } from './sections.ts';

/** The front matter of a drill's page. */
interface DrillFrontMatter {
  /** The drill's name on the command line and the name of its file: `wrong-branch`. */
  readonly id: string;
  readonly title: string;
  /** The id of the cause that is injected. */
  readonly fault: string;
  /** The step whose check proves the repair. */
  readonly step: string;
  readonly minutes: number;
  /** What happened after the fault in the story: a change was pushed (`push`), or pushed and approved (`deploy`). */
  readonly afterwards?: 'push' | 'deploy';
}

/** A drill: a story, three hints, a solution whose commands can be run, and a check that proves the repair. */
export interface Drill extends DrillFrontMatter, CoursePage {}

const rules: Record<keyof DrillFrontMatter, KeyRule> = {
  id: { expected: 'a name of small letters, digits and dashes', accepts: isId },
  title: { expected: 'a line of text', accepts: isText },
  fault: { expected: 'the id of a cause', accepts: isId },
  step: { expected: 'step-1 to step-9', accepts: matches(/^step-[1-9]$/) },
  minutes: {
    expected: 'a whole number from 1 to 240',
    accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 240,
  },
  afterwards: {
    expected: 'push or deploy',
    accepts: (value) => value === 'push' || value === 'deploy',
    optional: true,
  },
};

const outline: Outline = {
  sections: ['Story', 'Start', 'You may use', 'Hints', 'Solution', 'Check yourself', 'What to take away'],
  runIn: ['Solution'],
  commandsIn: ['Start', 'Solution', 'Check yourself'],
  checkIn: 'Check yourself',
  checkSuffix: ' -- --url "$PAGE_URL"',
};

/** Reads the drills of a folder, by id. Throws a PageError with the problems of all of them. */
export function readDrills(folder: string, causes: readonly Cause[], steps: readonly StepPage[]): Drill[] {
  const problemLists: Problems[] = [];
  const drills: Drill[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.md')) continue;
    const problems = new Problems(join(folder, name));
    problemLists.push(problems);
    const parseFrontMatter = (yaml: string) => readFrontMatterKeys<DrillFrontMatter>(yaml, rules, problems);
    const source = readFileSync(problems.file, 'utf8');
    const drill = readCoursePage(source, { outline, parseFrontMatter, stepOf: ({ step }) => step }, problems);
    if (drill === undefined) continue;
    drills.push(drill);
    if (name !== `${drill.id}.md`)
      problems.add(1, `the file is called ${name}`, `${drill.id}.md`, 'Rename it');
    checkDrill(drill, causes, problems);
  }
  checkLinks(drills, [...causes, ...steps], problemLists);
  const all = problemLists.flatMap((problems) => problems.found);
  if (all.length > 0) throw new PageError(all);
  return drills;
}

/**
 * Checks that the fault is a cause of the drill's step, that hints and solution are collapsed, and that the page
 * states how to start.
 */
function checkDrill(drill: Drill, causes: readonly Cause[], problems: Problems): void {
  const cause = causes.find(({ id }) => id === drill.fault);
  if (cause === undefined)
    problems.add(1, `there is no cause '${drill.fault}'`, 'the id of a page in labs/causes', 'Name one');
  else if (cause.step !== drill.step)
    problems.add(1, `${drill.fault} is met in ${cause.step}`, `step: ${cause.step}`, 'Name that step');
  const sections = sectionsOf(drill);
  for (const { name, line, text } of sections)
    if (text.trim() === '')
      problems.add(line, `nothing is said under '${name}'`, 'a sentence at least', 'Write it');
  for (const [name, number] of [
    ['Hints', 3],
    ['Solution', 1],
  ] as const) {
    const section = sections.find((each) => each.name === name);
    const folded =
      section?.text.match(/^<details>\n<summary>[^\n]+<\/summary>\n\n[\s\S]+?\n\n<\/details>$/gm) ?? [];
    if (section !== undefined && folded.length !== number)
      problems.add(
        section.line,
        `${folded.length} folded away under '${name}'`,
        `${number}, each <details> with a <summary>, a blank line, text, a blank line and </details>`,
        'Fold it so',
      );
  }
  const start = drill.blocks.find(({ section }) => section === 'Start');
  if (start?.text !== `npx lab drill ${drill.id}`)
    problems.add(start?.line ?? 1, 'it does not say how to start', `npx lab drill ${drill.id}`, 'Write that');
  if (!drill.blocks.some(({ use, section }) => use === 'run' && section === 'Solution'))
    problems.add(1, 'the solution has no commands', 'commands that mend it', 'Write them');
}
