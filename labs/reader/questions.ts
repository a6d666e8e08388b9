import type { Problems } from './problem.ts';
import type { PlacedToken } from './token.ts';

const shape =
  "'<details><summary>a question?</summary>', a blank line, the answer, a blank line, '</details>'";

/** A question whose answer is being read. */
interface Open {
  readonly line: number;
  answered: boolean;
}

/**
 * Holds the section `name` against its shape: questions, each with its answer folded away. One that is never
 * closed would fold the rest of the page away with it.
 */
export function checkQuestions(tokens: readonly PlacedToken[], name: string, problems: Problems): void {
  let inside = false;
  let asked = 0;
  let open: Open | undefined;
  for (const { token, line } of tokens) {
    if (token.type === 'heading' && Number(token.depth) <= 2) {
      if (inside) end(asked, open, line, problems);
      inside = Number(token.depth) === 2 && token.text === name;
      open = undefined;
      asked = 0;
      continue;
    }
    if (!inside || token.type === 'space') continue;
    const raw = token.raw.trim();
    if (raw.startsWith('<details')) {
      if (open !== undefined) unclosed(open, problems);
      open = opened(raw, line, problems);
      asked += 1;
    } else if (token.type === 'html' && raw === '</details>') {
      if (open === undefined) problems.add(line, 'a </details> that closes nothing', shape, 'Remove it');
      else if (!open.answered)
        problems.add(open.line, 'a question without an answer', shape, 'Write the answer');
      open = undefined;
    } else if (open !== undefined) open.answered = true;
  }
  if (inside) end(asked, open, tokens.at(-1)?.line ?? 1, problems);
}

function opened(raw: string, line: number, problems: Problems): Open {
  const [first = '', ...rest] = raw.split('\n');
  const question = /^<details><summary>(.*)<\/summary>$/.exec(first)?.[1]?.trim() ?? '';
  if (question === '')
    problems.add(line, 'a question without its summary', shape, 'Write the question into <summary>');
  else if (!question.endsWith('?'))
    problems.add(line, `'${question}' asks nothing`, 'a question mark at its end', 'Ask it');
  // Without the blank line all of it is one piece of HTML, and no Markdown in it is read.
  if (rest.length > 0)
    problems.add(line + 1, 'no blank line behind the question', shape, 'Leave a line empty there');
  return { line, answered: rest.length > 0 };
}

function unclosed(open: Open, problems: Problems): void {
  problems.add(open.line, 'this <details> is never closed', shape, "Write '</details>' behind the answer");
}

function end(asked: number, open: Open | undefined, line: number, problems: Problems): void {
  if (open !== undefined) unclosed(open, problems);
  if (asked === 0) problems.add(line, 'no question before this line', shape, 'Ask one');
}
