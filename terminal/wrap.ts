import { columnsOf } from './columns.ts';

/** Lines of at most so many columns, broken between words; a longer word has a line to itself. */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(20, columns);
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const line = lines.at(-1);
    if (line !== undefined && columnsOf(line) + 1 + columnsOf(word) <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.length === 0 ? [''] : lines;
}
