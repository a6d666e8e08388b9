import { escaped } from '../../terminal/html.ts';
import { kindOfVariable, type Stretch, stretchesIn } from '../values/find.ts';
import { ownable } from '../values/mark.ts';
import { commandsOf, type ShellToken, type TokenKind } from './tokens.ts';

/** One letter each: a page has thousands of them. Text stays bare. */
const classes: Partial<Record<TokenKind, string>> = {
  command: 'c',
  keyword: 'k',
  option: 'o',
  string: 's',
  variable: 'v',
  operator: 'p',
  document: 'd',
};

/** The commands of a block as HTML, each coloured, with the places of a learner's own values marked. */
export const paintCommands = (block: string): string[] =>
  commandsOf(block).map((tokens) => paint(tokens, true));

/** A command inside a sentence: not coloured, but it carries the learner's own values. */
export function markCommand(text: string): string {
  return commandsOf(text)
    .map((tokens) => paint(tokens, false))
    .join('\n');
}

function paint(tokens: readonly ShellToken[], coloured: boolean): string {
  const text = tokens.map((token) => token.text).join('');
  const stretches = allStretches(tokens, text);
  let html = '';
  let at = 0;
  for (const token of tokens) {
    const start = at;
    at += token.text.length;
    html += before(token, text.slice(at));
    html += piece(text, start, at, stretches, coloured ? classes[token.kind] : undefined);
    if (token.kind === 'command' && token.text === 'aws') html += ownable('profileFlag', '');
  }
  return html;
}

/** The kit's own commands find a profile in the environment. */
const before = ({ kind, text }: ShellToken, rest: string): string =>
  kind === 'command' && text === 'npm' && /^ run (check|teardown)\b/.test(rest)
    ? ownable('profileEnv', '')
    : '';

function allStretches(tokens: readonly ShellToken[], text: string): Stretch[] {
  const found = stretchesIn(text);
  let at = 0;
  for (const token of tokens) {
    const start = at;
    at += token.text.length;
    const kind = token.kind === 'variable' ? kindOfVariable(token.text) : undefined;
    if (kind !== undefined && !found.some((one) => start < one.end && at > one.start))
      found.push({ start, end: at, kind });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The token from `start` to `end`. Of a stretch over several tokens, the first one writes all. */
function piece(
  text: string,
  start: number,
  end: number,
  stretches: readonly Stretch[],
  name: string | undefined,
): string {
  let html = '';
  let at = start;
  const plain = (to: number) => {
    const part = escaped(text.slice(at, to));
    html += name === undefined || part.trim() === '' ? part : `<span class="${name}">${part}</span>`;
    at = to;
  };
  for (const stretch of stretches) {
    if (stretch.end <= at || stretch.start >= end) continue;
    if (stretch.start > at) plain(stretch.start);
    if (stretch.start >= start) html += ownable(stretch.kind, text.slice(stretch.start, stretch.end));
    at = Math.min(stretch.end, end);
  }
  if (at < end) plain(end);
  return html;
}
