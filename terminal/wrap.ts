import { columnsOf } from './columns.ts';

/** Breaks a text between words into lines of at most `columns` (at least 20). A longer word gets its own line. */
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
