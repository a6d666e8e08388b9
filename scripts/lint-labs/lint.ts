import type { Problem } from '../../labs/reader/problem.ts';
import { type Course, type LintRule, readCourse } from './course.ts';
import { commands } from './rules/commands.ts';
import { drawable } from './rules/drawable.ts';
import { ids } from './rules/ids.ts';
import { links } from './rules/links.ts';
import { names } from './rules/names.ts';
import { spelling } from './rules/spelling.ts';
import { checkParagraphs, stepContents } from './rules/step-contents.ts';
import { tables } from './rules/tables.ts';
import { terms } from './rules/terms.ts';
import { variables } from './rules/variables.ts';

/** Checks a course's folder with its readers and all rules. The problems are sorted by file and line. */
export async function lintLabs(folder: string): Promise<{ course: Course; problems: Problem[] }> {
  const { course, problems } = readCourse(folder);
  const rules: LintRule[] = [
    ids,
    checkParagraphs,
    stepContents,
    names,
    variables,
    commands,
    links,
    terms,
    tables,
    drawable,
    spelling(folder),
  ];
  for (const rule of rules) problems.push(...(await rule(course)));
  problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { course, problems };
}
