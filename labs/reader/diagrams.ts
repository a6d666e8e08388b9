import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { isId } from './causes.ts';
import { checkDot } from './dot-rules.ts';
import { isText, type KeyRule, readFrontMatterKeys, splitFrontMatter } from './front-matter-keys.ts';
import type { CoursePage } from './page.ts';
import { PageError, Problems } from './problem.ts';

/** The front matter of a diagram's file. */
interface DiagramFrontMatter {
  /** The name of its file: `lab-scale`. */
  readonly id: string;
  readonly title: string;
  /** The text alternative, which states everything that the diagram shows. */
  readonly alt: string;
}

/** A diagram, written as text. */
export interface Diagram extends DiagramFrontMatter {
  readonly file: string;
  /** Graphviz's DOT: nodes and edges. */
  readonly source: string;
  /** The line of the file on which the source begins. */
  readonly line: number;
}

const rules: Record<keyof DiagramFrontMatter, KeyRule> = {
  id: { expected: 'a name of small letters, digits and dashes', accepts: isId },
  title: { expected: 'a line of text', accepts: isText },
  alt: {
    expected: 'sentences that say the same as the picture',
    accepts: (value) => isText(value) && value.trim().endsWith('.'),
  },
};

const extension = '.dot';

/**
 * Reads the diagrams of a folder, by id, and compares them with the pages. Each diagram must be shown on a page, and
 * each image of a page must be a diagram. A page shows `lab-scale.dot` as an image of `lab-scale.svg` in the same
 * folder, with the diagram's title as its text; the SVG is drawn later. Throws a PageError with the problems of all
 * of them.
 */
export function readDiagrams(folder: string, pages: readonly CoursePage[]): Diagram[] {
  const problemLists: Problems[] = [];
  const diagrams: Diagram[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(extension)) continue;
    const problems = new Problems(join(folder, name));
    problemLists.push(problems);
    const diagram = parseDiagram(readFileSync(problems.file, 'utf8'), problems);
    if (diagram === undefined) continue;
    diagrams.push(diagram);
    if (name !== diagram.id + extension)
      problems.add(1, `the file is called ${name}`, diagram.id + extension, 'Rename it');
    if (
      !pages.some((page) => page.images.some(({ href }) => sourceOf(page, href) === normalize(problems.file)))
    )
      problems.add(1, 'no page shows this diagram', 'an image of it on a page', 'Show it or remove it');
  }
  const sources = new Set(problemLists.map(({ file }) => normalize(file)));
  for (const page of pages) problemLists.push(checkImages(page, diagrams, sources));
  const all = problemLists.flatMap((problems) => problems.found);
  if (all.length > 0) throw new PageError(all);
  return diagrams;
}

function parseDiagram(text: string, problems: Problems): Diagram | undefined {
  const split = splitFrontMatter(text.replace(/\r\n?/g, '\n'));
  if (split === undefined) {
    problems.add(1, 'no front matter', "a first line '---' and a closing one", 'Add it');
    return undefined;
  }
  const front = readFrontMatterKeys<DiagramFrontMatter>(split.yaml, rules, problems);
  if (front === undefined) return undefined;
  const { markdown: source, markdownLine: line } = split;
  checkDot(source, line, front.alt, problems);
  return { id: front.id, title: front.title, alt: front.alt.trim(), file: problems.file, source, line };
}

/** The DOT file of an image on a page; undefined when the image cannot be a diagram. */
function sourceOf(page: CoursePage, href: string): string | undefined {
  if (!href.endsWith('.svg') || /^[a-z]+:/.test(href)) return undefined;
  return normalize(join(dirname(page.file), href.replace(/\.svg$/, extension)));
}

function checkImages(page: CoursePage, diagrams: readonly Diagram[], sources: ReadonlySet<string>): Problems {
  const problems = new Problems(page.file);
  for (const { href, text, line } of page.images) {
    const file = sourceOf(page, href);
    if (file === undefined || !sources.has(file)) {
      problems.add(line, `no diagram is behind ${href}`, 'an .svg that has a .dot', 'Mend the address');
      continue;
    }
    // A diagram that could not be read has its own problem, and no title.
    const diagram = diagrams.find((one) => normalize(one.file) === file);
    if (diagram !== undefined && text !== diagram.title)
      problems.add(line, `the image's text is '${text}'`, `the title, '${diagram.title}'`, 'Write that');
  }
  return problems;
}
