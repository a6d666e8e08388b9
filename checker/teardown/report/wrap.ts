import { escapeLine } from '../../../terminal/escape-control.ts';

/**
 * Wraps a text at spaces so that no line is longer than `width`, with `indent` before the first line and `hanging`
 * before the others. A word that is longer than a line, such as a name to copy, stays whole. Control characters, which
 * an account's own names can contain, are escaped.
 */
export function wrap(text: string, width: number, indent: string, hanging = indent): string {
  const lines: string[] = [];
  let line = '';
  for (const word of escapeLine(text).split(' ')) {
    const before = lines.length === 0 ? indent : hanging;
    if (line !== '' && before.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each, at) => `${at === 0 ? indent : hanging}${each}\n`).join('');
}
