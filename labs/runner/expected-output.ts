/** The first place in which the printed output differs from the page. */
export interface Difference {
  /** The line of the expected text, counted from 1. */
  readonly line: number;
  readonly expected: string;
  /** The printed line in that place; undefined when nothing more was printed. */
  readonly printed: string | undefined;
}

const placeholder = /<[a-z]+(?: [a-z]+)*>/g;

/**
 * Compares what a block printed with the expected text of the page. There, lower-case words in angle brackets match any
 * text within a line, and a line of three dots matches any number of lines. Runs of blanks count as one. Empty lines
 * and a comma at a line's end are ignored, because versions of a tool lay out the same answer differently and add
 * members to it.
 */
export function firstDifference(expected: string, printed: string): Difference | undefined {
  const printedLines = printed.split('\n').map(collapseSpaces).filter(Boolean);
  let at = 0;
  let skipping = false;
  for (const [index, raw] of expected.split('\n').entries()) {
    const expectedLine = collapseSpaces(raw);
    if (expectedLine === '') continue;
    if (expectedLine === '...') {
      skipping = true;
      continue;
    }
    const pattern = toPattern(expectedLine);
    const found = skipping
      ? printedLines.findIndex((line, position) => position >= at && pattern.test(line))
      : at;
    const line = printedLines[found];
    if (line === undefined || !pattern.test(line))
      return { line: index + 1, expected: raw, printed: printedLines[at] };
    at = found + 1;
    skipping = false;
  }
  if (at < printedLines.length && !skipping)
    return { line: expected.split('\n').length, expected: 'nothing more', printed: printedLines[at] };
  return undefined;
}

const collapseSpaces = (line: string) => line.trim().replace(/\s+/g, ' ').replace(/,$/, '');

function toPattern(expectedLine: string): RegExp {
  const literal = expectedLine.split(placeholder).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.+')}$`);
}
