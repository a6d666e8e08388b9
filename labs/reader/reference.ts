import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorsIn, imagesIn, linksIn } from './anchors.ts';
import { tokensOf } from './blocks.ts';
import { isText, type KeyRule, matches, readFrontMatterKeys, splitFrontMatter } from './front-matter-keys.ts';
import { checkLinks } from './links.ts';
import type { CoursePage } from './page.ts';
import { PageError, Problems } from './problem.ts';
import type { PlacedToken } from './token.ts';

/** The front matter of a reference page. */
interface ReferenceFrontMatter {
  /** The name of its file: `use-cases`. */
  readonly id: string;
  readonly title: string;
  /** The month in which the page was last compared with AWS's own pages: `2026-11`. */
  readonly checked: string;
}

/**
 * A page without commands, with the month of its last review and links to the AWS pages that it was compared with.
 */
export interface ReferencePage extends ReferenceFrontMatter, CoursePage {}

const rules: Record<keyof ReferenceFrontMatter, KeyRule> = {
  id: {
    expected: 'a name of small letters, digits and dashes',
    accepts: matches(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  },
  title: { expected: 'a line of text', accepts: isText },
  checked: { expected: 'a month, such as 2026-11', accepts: matches(/^20\d\d-(0[1-9]|1[0-2])$/) },
};

const lastHeading = 'More from AWS';

/**
 * Reads the reference pages of a folder, by id. `others` are pages that they may link to.
 * Throws a PageError with the problems of all of them.
 */
export function readReference(folder: string, others: readonly CoursePage[]): ReferencePage[] {
  const problemLists: Problems[] = [];
  const pages: ReferencePage[] = [];
  for (const name of readdirSync(folder).sort()) {
    // README.md is for maintainers: it is not a page of the course.
    if (!name.endsWith('.md') || name === 'README.md') continue;
    const problems = new Problems(join(folder, name));
    problemLists.push(problems);
    const page = parseReferencePage(readFileSync(problems.file, 'utf8'), problems);
    if (page === undefined) continue;
    pages.push(page);
    if (name !== `${page.id}.md`) problems.add(1, `the file is called ${name}`, `${page.id}.md`, 'Rename it');
  }
  checkLinks(pages, others, problemLists);
  const all = problemLists.flatMap((problems) => problems.found);
  if (all.length > 0) throw new PageError(all);
  return pages;
}

function parseReferencePage(source: string, problems: Problems): ReferencePage | undefined {
  const split = splitFrontMatter(source.replace(/\r\n?/g, '\n'));
  if (split === undefined) {
    problems.add(1, 'no front matter', "a first line '---' and a closing one", 'Add it');
    return undefined;
  }
  const front = readFrontMatterKeys<ReferenceFrontMatter>(split.yaml, rules, problems);
  const tokens = tokensOf(split.markdown, split.markdownLine);
  checkNoFences(tokens, problems);
  checkUniqueAnchors(tokens, problems);
  if (front === undefined) return undefined;
  checkReferenceOutline(tokens, front.title, problems);
  return {
    ...front,
    file: problems.file,
    markdown: split.markdown,
    blocks: [],
    anchors: tokens.flatMap(({ token, line }) => anchorsIn(token, line)),
    links: tokens.flatMap(({ token, line }) => linksIn(token, line)),
    images: tokens.flatMap(({ token, line }) => imagesIn(token, line)),
  };
}

/** Commands belong in the steps and the causes, where they are run. */
function checkNoFences(tokens: readonly PlacedToken[], problems: Problems): void {
  for (const { token, line } of tokens)
    if (token.type === 'code')
      problems.add(line, 'a block of code', 'commands in steps and causes, where they are run', 'Move it');
}

function checkUniqueAnchors(tokens: readonly PlacedToken[], problems: Problems): void {
  const seen = new Set<string>();
  for (const { id, line } of tokens.flatMap(({ token, line: at }) => anchorsIn(token, at))) {
    if (seen.has(id)) problems.add(line, `two places are called #${id}`, 'each id once', 'Rename one');
    seen.add(id);
  }
}

/**
 * Checks that the page begins with its title, has text under every heading, and ends with links to AWS's own pages.
 */
function checkReferenceOutline(tokens: readonly PlacedToken[], title: string, problems: Problems): void {
  const parts = headingSectionsOf(tokens);
  const [first] = parts;
  if (first?.depth !== 1 || first.heading !== title)
    problems.add(first?.line ?? 1, 'the page does not begin with its title', `'# ${title}'`, 'Write it');
  for (const [at, { heading, depth, line, text }] of parts.entries())
    if (text.trim() === '' && (parts[at + 1]?.depth ?? 0) <= depth)
      problems.add(line, `nothing is said under '${heading}'`, 'a sentence at least', 'Write it');
  const end = parts.at(-1);
  if (end?.heading !== lastHeading || !/\]\(https:\/\/(docs\.)?aws\.amazon\.com\//.test(end.text))
    problems.add(
      end?.line ?? 1,
      `the page does not end with '## ${lastHeading}'`,
      "links to AWS's pages",
      'Add it',
    );
}

interface HeadingSection {
  readonly heading: string;
  readonly depth: number;
  readonly line: number;
  readonly text: string;
}

/** The headings of a page, each with the text up to the next one. */
function headingSectionsOf(tokens: readonly PlacedToken[]): HeadingSection[] {
  const parts: HeadingSection[] = [];
  for (const { token, line } of tokens) {
    const open = parts.at(-1);
    if (token.type === 'heading')
      parts.push({ heading: String(token.text), depth: Number(token.depth), line, text: '' });
    else if (open !== undefined) parts.splice(-1, 1, { ...open, text: open.text + token.raw });
  }
  return parts;
}
