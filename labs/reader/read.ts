import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorsIn, linksIn } from './anchors.ts';
import { type PlacedToken, readBlocks, tokensOf } from './blocks.ts';
import { readFrontMatter, splitFrontMatter } from './front-matter.ts';
import { refuseBrokenLinks } from './links.ts';
import { type Block, type Page, sectionNames } from './page.ts';
import { PageError, Problems } from './problem.ts';

/** Reads one page. `file` is only what problems call it. Throws a PageError with all of them. */
export function readPage(file: string, source: string): Page {
  const problems = new Problems(file);
  const page = readInto(file, source, problems);
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
    const page = readInto(file, readFileSync(file, 'utf8'), problems);
    if (page !== undefined) pages.push(page);
    if (page !== undefined && name !== `${page.id}-${page.name}.md`)
      problems.add(1, `the file is called ${name}`, `${page.id}-${page.name}.md`, 'Rename it');
    found.push(problems);
  }
  refuseBrokenLinks(pages, folder, found);
  const all = found.flatMap((problems) => problems.found);
  if (all.length > 0) throw new PageError(all);
  return pages;
}

function readInto(file: string, source: string, problems: Problems): Page | undefined {
  const split = splitFrontMatter(source.replace(/\r\n?/g, '\n'));
  if (split === undefined) {
    problems.add(1, 'no front matter', "a first line '---' and a closing one", 'Add it');
    return undefined;
  }
  const front = readFrontMatter(split.yaml, problems);
  const tokens = tokensOf(split.markdown, split.markdownLine);
  const blocks = readBlocks(tokens, front?.id ?? 'step-N', problems);
  const anchors = tokens.flatMap(({ token, line }) => anchorsIn(token, line));
  const seen = new Set<string>();
  for (const { id, line } of anchors) {
    if (seen.has(id)) problems.add(line, `two places are called #${id}`, 'each id once', 'Rename one');
    seen.add(id);
  }
  if (front === undefined) return undefined;
  checkOutline(tokens, front.title, blocks, problems);
  const links = tokens.flatMap(({ token, line }) => linksIn(token, line));
  return { ...front, file, markdown: split.markdown, blocks, anchors, links };
}

function checkOutline(
  tokens: readonly PlacedToken[],
  title: string,
  blocks: readonly Block[],
  problems: Problems,
): void {
  const headings = tokens.flatMap(({ token, line }) =>
    token.type === 'heading' ? [{ depth: Number(token.depth), text: String(token.text), line }] : [],
  );
  const first = headings[0];
  if (first?.depth !== 1 || first.text !== title)
    problems.add(first?.line ?? 1, 'the page does not begin with its title', `'# ${title}'`, 'Write it');
  const sections = headings.filter((heading) => heading.depth === 2);
  for (const [index, name] of sectionNames.entries())
    if (sections[index]?.text !== name)
      problems.add(
        sections[index]?.line ?? 1,
        `section ${index + 1} is not '${name}'`,
        `'## ${name}'`,
        'Add it',
      );
  for (const { text, line } of sections.slice(sectionNames.length))
    problems.add(
      line,
      `an extra section '${text}'`,
      `only ${sectionNames.join(', ')}`,
      'Make it a ### heading',
    );
  if (blocks.filter((block) => block.use === 'check').length !== 1)
    problems.add(1, 'not exactly one check', 'one ```bash check block', "Write it under 'Check yourself'");
}
