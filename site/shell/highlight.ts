import { escapeHtml } from '../../terminal/html.ts';
import { findPlaceholders, kindOfVariable, type PlaceholderSpan } from '../placeholders/find.ts';
import { placeholderHtml } from '../placeholders/html.ts';
import { commandsOf, type ShellToken, type TokenKind } from './tokens.ts';

/** One letter each: a page has thousands of them. Text stays bare. */
const tokenClasses: Partial<Record<TokenKind, string>> = {
  command: 'c',
  keyword: 'k',
  option: 'o',
  string: 's',
  variable: 'v',
  operator: 'p',
  document: 'd',
};

/** The commands of a block as HTML, each coloured, with the places of a learner's own values marked. */
export const highlightCommands = (block: string): string[] =>
  commandsOf(block).map((tokens) => highlight(tokens, true));

/** A command inside a sentence: not coloured, but it carries the learner's own values. */
export function commandHtml(text: string): string {
  return commandsOf(text)
    .map((tokens) => highlight(tokens, false))
    .join('\n');
}

function highlight(tokens: readonly ShellToken[], isColored: boolean): string {
  const text = tokens.map((token) => token.text).join('');
  const placeholders = allPlaceholders(tokens, text);
  let html = '';
  let at = 0;
  for (const token of tokens) {
    const start = at;
    at += token.text.length;
    html += profileVariable(token, text.slice(at));
    html += tokenHtml(text, start, at, placeholders, isColored ? tokenClasses[token.kind] : undefined);
    if (token.kind === 'command' && token.text === 'aws') html += placeholderHtml('profileFlag', '');
  }
  return html;
}

/** The kit's own commands find a profile in the environment. */
const profileVariable = ({ kind, text }: ShellToken, rest: string): string =>
  kind === 'command' && text === 'npm' && /^ run (check|teardown)\b/.test(rest)
    ? placeholderHtml('profileEnv', '')
    : '';

function allPlaceholders(tokens: readonly ShellToken[], text: string): PlaceholderSpan[] {
  const found = findPlaceholders(text);
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
function tokenHtml(
  text: string,
  start: number,
  end: number,
  placeholders: readonly PlaceholderSpan[],
  className: string | undefined,
): string {
  let html = '';
  let at = start;
  const plain = (to: number) => {
    const part = escapeHtml(text.slice(at, to));
    html +=
      className === undefined || part.trim() === '' ? part : `<span class="${className}">${part}</span>`;
    at = to;
  };
  for (const placeholder of placeholders) {
    if (placeholder.end <= at || placeholder.start >= end) continue;
    if (placeholder.start > at) plain(placeholder.start);
    if (placeholder.start >= start)
      html += placeholderHtml(placeholder.kind, text.slice(placeholder.start, placeholder.end));
    at = Math.min(placeholder.end, end);
  }
  if (at < end) plain(end);
  return html;
}
