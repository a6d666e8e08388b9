import { readFileSync } from 'node:fs';
import { tokensOf } from '../../../labs/reader/blocks.ts';
import { splitFrontMatter } from '../../../labs/reader/front-matter-keys.ts';
import { type Problem, Problems } from '../../../labs/reader/problem.ts';
import { allPages, type Course } from '../course.ts';

/** Every column of a table has a heading, because a screen reader reads it aloud before each cell. */
export function tables(course: Course): Problem[] {
  return allPages(course).flatMap(({ file }) => {
    const problems = new Problems(file);
    const split = splitFrontMatter(readFileSync(file, 'utf8').replace(/\r\n?/g, '\n'));
    for (const { token, line } of split === undefined ? [] : tokensOf(split.markdown, split.markdownLine))
      if (
        token.type === 'table' &&
        (token.header as { text: string }[]).some(({ text }) => text.trim() === '')
      )
        problems.add(line, 'a column has no heading', 'a word above each column', 'Say what stands in it');
    return problems.found;
  });
}
