import * as jmespath from 'jmespath';
import { UsageError } from './errors.ts';
import { textOf } from './text.ts';

// The types that come with the library know only `search`.
const { compile, search } = jmespath as unknown as {
  compile(expression: string): unknown;
  search(data: unknown, expression: string): unknown;
};

/** Refuses a `--query` that is not JMESPath, before anything is called. */
export function checkQuery(query: string): void {
  try {
    compile(query);
  } catch (error) {
    throw new UsageError(`Bad value for --query ${query}: ${(error as Error).message}`);
  }
}

/** What is printed of one answer (or, as text, of one page). */
export function formatOutput(
  answer: Record<string, unknown>,
  format: 'json' | 'text',
  query?: string,
): string {
  const queried = query === undefined ? answer : (search(answer, query) ?? null);
  if (format === 'text') return textOf(queried);
  // An operation that answers nothing prints nothing; an empty list is an answer.
  const isEmpty =
    typeof queried === 'object' &&
    queried !== null &&
    !Array.isArray(queried) &&
    Object.keys(queried).length === 0;
  return isEmpty ? '' : `${JSON.stringify(queried, null, 4)}\n`;
}
