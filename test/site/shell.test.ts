import { describe, expect, it } from 'vitest';
import { readCourse } from '../../site/course.ts';
import { highlightCommands } from '../../site/shell/highlight.ts';
import { commandsOf, shellTokens } from '../../site/shell/tokens.ts';
import { htmlToText } from '../../terminal/html.ts';

const course = readCourse(new URL('../../labs', import.meta.url).pathname);
const blocks = [...course.steps, ...course.causes, ...course.drills].flatMap((page) => page.blocks);
const texts = (block: string) => commandsOf(block).map((tokens) => tokens.map(({ text }) => text).join(''));
const kinds = (block: string) => shellTokens(block).map(({ kind, text }) => [kind, text]);

describe('the tokens of a shell block', () => {
  it('are, joined, the block: for every block of the course', () => {
    expect(blocks.length).toBeGreaterThan(300);
    for (const { text } of blocks) {
      expect(
        shellTokens(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
      expect(highlightCommands(text).map(htmlToText).join('\n')).toBe(text);
    }
  });

  it('distinguish commands from their options, strings, variables and substitutions', () => {
    expect(kinds('ARN="$(aws iam get-role --name "$ROLE" | head -1)"')).toEqual([
      ['text', 'ARN='],
      ['string', '"'],
      ['operator', '$('],
      ['command', 'aws'],
      ['text', ' iam get-role '],
      ['option', '--name'],
      ['text', ' '],
      ['string', '"'],
      ['variable', '$ROLE'],
      ['string', '"'],
      ['text', ' '],
      ['operator', '|'],
      ['text', ' '],
      ['command', 'head'],
      ['text', ' '],
      ['option', '-1'],
      ['operator', ')'],
      ['string', '"'],
    ]);
  });

  it('contain no variable between single quotes, nor in a here-document with a quoted word', () => {
    const found = kinds("echo '$A' \"$B\"\ncat << 'EOF'\n$C\nEOF").filter(([kind]) => kind === 'variable');
    expect(found).toEqual([['variable', '$B']]);
  });

  it('end a command at its line, its here-document, its loop or its last continued line', () => {
    expect(
      texts('a 1\nb \\\n  2\nc << EOF\nx $Y\n\nEOF\nfor i in 1 2; do\n  d\ndone\nif e; then f; fi\ng "\n"'),
    ).toEqual([
      'a 1',
      'b \\\n  2',
      'c << EOF\nx $Y\n\nEOF',
      'for i in 1 2; do\n  d\ndone',
      'if e; then f; fi',
      'g "\n"',
    ]);
  });
});
