import { anchorsIn, imagesIn, linksIn } from './anchors.ts';
import { readBlocks, tokensOf } from './blocks.ts';
import { splitFrontMatter } from './front-matter-keys.ts';
import { checkOutline, type Outline } from './outline.ts';
import type { CoursePage } from './page.ts';
import type { Problems } from './problem.ts';
import { checkQuestions } from './questions.ts';

/** What makes one kind of page differ from another. */
interface PageType<F> {
  readonly outline: Outline;
  parseFrontMatter(yaml: string, problems: Problems): F | undefined;
  /** The step whose check the page runs. */
  stepOf(front: F): string;
}

/** Reads a page of any kind, and adds what is wrong to `problems`. Undefined without valid front matter. */
export function readCoursePage<F extends { readonly title: string }>(
  source: string,
  { outline, parseFrontMatter, stepOf }: PageType<F>,
  problems: Problems,
): (F & CoursePage) | undefined {
  const split = splitFrontMatter(source.replace(/\r\n?/g, '\n'));
  if (split === undefined) {
    problems.add(1, 'no front matter', "a first line '---' and a closing one", 'Add it');
    return undefined;
  }
  const front = parseFrontMatter(split.yaml, problems);
  const tokens = tokensOf(split.markdown, split.markdownLine);
  const step = front === undefined ? 'step-N' : stepOf(front);
  const blocks = readBlocks(tokens, step, outline, problems);
  const anchors = tokens.flatMap(({ token, line }) => anchorsIn(token, line));
  const seen = new Set<string>();
  for (const { id, line } of anchors) {
    if (seen.has(id)) problems.add(line, `two places are called #${id}`, 'each id once', 'Rename one');
    seen.add(id);
  }
  if (front === undefined) return undefined;
  checkOutline(tokens, front.title, outline, blocks, problems);
  if (outline.questionsIn !== undefined) checkQuestions(tokens, outline.questionsIn, problems);
  const links = tokens.flatMap(({ token, line }) => linksIn(token, line));
  const images = tokens.flatMap(({ token, line }) => imagesIn(token, line));
  return { ...front, file: problems.file, markdown: split.markdown, blocks, anchors, links, images };
}
