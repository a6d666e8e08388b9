import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCoursePage } from './course-page.ts';
import { checkLinks } from './links.ts';
import type { Outline } from './outline.ts';
import type { StepPage } from './page.ts';
import { PageError, Problems } from './problem.ts';
import { readStepFrontMatter } from './step-front-matter.ts';

/** The outline of a step's page. */
const outline: Outline = {
  sections: [
    'By console',
    'By terminal',
    'Check yourself',
    'What can go wrong',
    'Questions',
    'Going further',
  ],
  runIn: ['By terminal'],
  commandsIn: ['By terminal', 'Check yourself', 'What can go wrong', 'Going further'],
  checkIn: 'Check yourself',
  questionsIn: 'Questions',
};

/** Reads one page. `file` is only the name that problems show. Throws a PageError with all of them. */
export function readStepPage(file: string, source: string): StepPage {
  const problems = new Problems(file);
  const page = parseStepPage(source, problems);
  if (page === undefined || problems.found.length > 0) throw new PageError(problems.found);
  return page;
}

/** Reads the steps of a folder, in their order. Throws a PageError with the problems of all pages. */
export function readStepPages(folder: string): StepPage[] {
  const problemLists: Problems[] = [];
  const pages: StepPage[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.md')) continue;
    const file = join(folder, name);
    const problems = new Problems(file);
    const page = parseStepPage(readFileSync(file, 'utf8'), problems);
    if (page !== undefined) pages.push(page);
    if (page !== undefined && name !== `${page.id}-${page.name}.md`)
      problems.add(1, `the file is called ${name}`, `${page.id}-${page.name}.md`, 'Rename it');
    problemLists.push(problems);
  }
  checkLinks(pages, [], problemLists);
  const all = problemLists.flatMap((problems) => problems.found);
  if (all.length > 0) throw new PageError(all);
  return pages;
}

const parseStepPage = (source: string, problems: Problems): StepPage | undefined =>
  readCoursePage(
    source,
    { outline, parseFrontMatter: readStepFrontMatter, stepOf: ({ id }) => id },
    problems,
  );
