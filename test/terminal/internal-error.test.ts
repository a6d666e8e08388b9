import { expect, it } from 'vitest';
import { failureOf } from '../../cli/framework/exit-code.ts';
import { CliError } from '../../lab-home/errors.ts';
import { internalErrorText } from '../../terminal/internal-error.ts';

const sent = '\u001b]0;title\u0007\u001b[2J\u202e\r\nOpen http://127.0.0.1:1/#access=x';
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control characters
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

it.each([
  ['an error', new Error(sent)],
  ['a text', sent],
])(
  'an internal error with the text of a client acts on no terminal and forges no line: %s',
  (_name, error) => {
    const text = internalErrorText(error);
    expect(text).not.toMatch(controls);
    expect(text).toContain('Open http');
    expect(text.trimEnd().split('\n').slice(1)).toSatisfy((lines: string[]) =>
      lines.every((line) => line.startsWith('    ')),
    );
  },
);

it('the message of a command that failed acts on no terminal', () => {
  for (const error of [new CliError(sent), new Error(sent), sent])
    expect(failureOf(error, {}).message).not.toMatch(controls);
});
