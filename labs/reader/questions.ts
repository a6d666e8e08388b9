import type { Problems } from './problem.ts';
import type { PlacedToken } from './token.ts';

const expectedShape =
  "'<details><summary>a question?</summary>', a blank line, the answer, a blank line, '</details>'";

/** A question whose answer is being read. */
interface OpenQuestion {
  readonly line: number;
  answered: boolean;
}

/**
 * Checks the section `name`: it has questions, each with a collapsed answer. A `<details>` that is never closed would
 * collapse the rest of the page, too.
 */
export function checkQuestions(tokens: readonly PlacedToken[], name: string, problems: Problems): void {
  let inside = false;
  let questionCount = 0;
  let open: OpenQuestion | undefined;
  for (const { token, line } of tokens) {
    if (token.type === 'heading' && Number(token.depth) <= 2) {
      if (inside) endSection(questionCount, open, line, problems);
      inside = Number(token.depth) === 2 && token.text === name;
      open = undefined;
      questionCount = 0;
      continue;
    }
    if (!inside || token.type === 'space') continue;
    const raw = token.raw.trim();
    if (raw.startsWith('<details')) {
      if (open !== undefined) reportUnclosed(open, problems);
      open = readQuestion(raw, line, problems);
      questionCount += 1;
    } else if (token.type === 'html' && raw === '</details>') {
      if (open === undefined)
        problems.add(line, 'a </details> that closes nothing', expectedShape, 'Remove it');
      else if (!open.answered)
        problems.add(open.line, 'a question without an answer', expectedShape, 'Write the answer');
      open = undefined;
    } else if (open !== undefined) open.answered = true;
  }
  if (inside) endSection(questionCount, open, tokens.at(-1)?.line ?? 1, problems);
}

function readQuestion(raw: string, line: number, problems: Problems): OpenQuestion {
  const [first = '', ...rest] = raw.split('\n');
  const question = /^<details><summary>(.*)<\/summary>$/.exec(first)?.[1]?.trim() ?? '';
  if (question === '')
    problems.add(line, 'a question without its summary', expectedShape, 'Write the question into <summary>');
  else if (!question.endsWith('?'))
    problems.add(line, `'${question}' asks nothing`, 'a question mark at its end', 'Ask it');
  // Without the blank line, the answer is part of the HTML, and Markdown in it is not rendered.
  if (rest.length > 0)
    problems.add(line + 1, 'no blank line behind the question', expectedShape, 'Leave a line empty there');
  return { line, answered: rest.length > 0 };
}

function reportUnclosed(open: OpenQuestion, problems: Problems): void {
  problems.add(
    open.line,
    'this <details> is never closed',
    expectedShape,
    "Write '</details>' behind the answer",
  );
}

function endSection(
  questionCount: number,
  open: OpenQuestion | undefined,
  line: number,
  problems: Problems,
): void {
  if (open !== undefined) reportUnclosed(open, problems);
  if (questionCount === 0) problems.add(line, 'no question before this line', expectedShape, 'Ask one');
}
