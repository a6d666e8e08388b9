import { expect } from 'vitest';

/** Text of an account that acts where it is not escaped: on a terminal, a workflow's runner, a browser, a spreadsheet. */
export const hostile = [
  '=cmd()',
  '\u001b[2J\u001b[8m\u001b]52;c;aGk=\u0007\u001b]8;;http://x.example\u001b\\link',
  'a\rb\b\b\u009b31m\u0085\u2028::set-output name=a::b',
  '\u202edcba\u2066\u200b\ufeff\u{e0041}',
  '\u0000\ud800',
  '::error::owned',
  ' \t::set-env name=A::b',
  '##[command]x ##vso[y]',
  '</script><img src=x onerror=alert(1)>"\'><svg onload=alert(1)>]]><x>&',
  '+1,-1;@x|`x`[x](javascript:alert(1))',
].join('\n');

/** The same without the two characters that XML cannot represent, as text of an XML document. */
export const hostileXml = [...hostile.replaceAll('\u0000', '').replaceAll('\ud800', '')]
  .map((one) => `&#${one.codePointAt(0)};`)
  .join('');

/** Written out, so that it is independent of the pattern that it tests. */
const acting =
  /(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

/** A line that GitHub's runner takes for a command. */
export const commandsIn = (text: string) =>
  text.split(/\r\n|[\r\n\u0085\u2028\u2029]/).filter((line) => /^\s*::|##\[/.test(line));

/** Expects that nothing in an output acts. `own` is the number of workflow commands that the kit writes itself. */
export function expectInert(text: string, what: string, own = 0): void {
  const found = acting.exec(text.replaceAll('\r\n', '\n'));
  const around =
    found === null ? '' : JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20));
  expect(around, `${what} has a character that acts`).toBe('');
  expect(commandsIn(text), `${what} has a workflow command`).toHaveLength(own);
}

/** Expects that a page has no element or attribute that the kit does not write. */
export function expectOwnMarkup(page: string, what: string): void {
  expect(
    page.match(/<(?:img|svg|script|x)\b|\son\w+=(?=[^<]*>)/gi) ?? [],
    `${what} has foreign markup`,
  ).toEqual([]);
}
