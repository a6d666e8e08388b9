import { marked, type Tokens } from 'marked';
import type { Problem } from '../../../labs/reader/problem.ts';
import { type Course, pages } from '../course.ts';

/** Every picture says in words what it shows. */
export function pictures(course: Course): Problem[] {
  return pages(course).flatMap(({ file, markdown }) => {
    const problems: Problem[] = [];
    marked.walkTokens(marked.lexer(markdown), (token) => {
      if (token.type !== 'image') return;
      const { text, href } = token as Tokens.Image;
      if (text.trim().length >= 20) return;
      problems.push({
        ...{ file, line: 1, message: `the picture ${href} has no text that says the same` },
        expected: 'a sentence between the square brackets',
        todo: 'Write what can be seen in it',
      });
    });
    return problems;
  });
}
