import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFrontMatter } from './front-matter.ts';
import { refuseBrokenLinks } from './links.ts';
import type { Outline } from './outline.ts';
import type { Page } from './page.ts';
import { PageError, Problems } from './problem.ts';
import { readSheet } from './sheet.ts';

/** A step's page. */
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

/** Reads one page. `file` is only what problems call it. Throws a PageError with all of them. */
export function readPage(file: string, source: string): Page {
  const problems = new Problems(file);
  const page = readInto(source, problems);
  if (page === undefined || problems.found.length > 0) throw new PageError(problems.found);
  return page;
}

/** Reads the steps of a folder, in their order. Throws a PageError with the problems of all pages. */
export function readPages(folder: string): Page[] {
  const found: Problems[] = [];
  const pages: Page[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.md')) continue;
    const file = join(folder, name);
    const problems = new Problems(file);
    const page = readInto(readFileSync(file, 'utf8'), problems);
    if (page !== undefined) pages.push(page);
    if (page !== undefined && name !== `${page.id}-${page.name}.md`)
      problems.add(1, `the file is called ${name}`, `${page.id}-${page.name}.md`, 'Rename it');
    found.push(problems);
  }
  refuseBrokenLinks(pages, [], found);
  const all = found.flatMap((problems) => problems.found);
  if (all.length > 0) throw new PageError(all);
  return pages;
}

const readInto = (source: string, problems: Problems): Page | undefined =>
  readSheet(source, { outline, front: readFrontMatter, stepOf: ({ id }) => id }, problems);
