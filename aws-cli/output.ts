import * as jmespath from 'jmespath';
import { UsageError } from './errors.ts';
import { textOf } from './text.ts';

// The library's own types have only `search`.
const { compile, search } = jmespath as unknown as {
  compile(expression: string): unknown;
  search(data: unknown, expression: string): unknown;
};

/** Throws a UsageError for a `--query` that is not JMESPath, before any call is made. */
export function checkQuery(query: string): void {
  try {
    compile(query);
  } catch (error) {
    throw new UsageError(`Bad value for --query ${query}: ${(error as Error).message}`);
  }
}

/** The text to print for one answer (in text format: for one page). */
export function formatOutput(
  answer: Record<string, unknown>,
  format: 'json' | 'text',
  query?: string,
): string {
  const queried = query === undefined ? answer : (search(answer, query) ?? null);
  if (format === 'text') return textOf(queried);
  // Like the CLI, prints nothing for an empty object, and `[]` for an empty list.
  const isEmpty =
    typeof queried === 'object' &&
    queried !== null &&
    !Array.isArray(queried) &&
    Object.keys(queried).length === 0;
  return isEmpty ? '' : `${JSON.stringify(queried, null, 4)}\n`;
}
