import { escapeHtml } from '../../terminal/html.ts';
import { findPlaceholders, kindOfVariable, type PlaceholderSpan } from '../placeholders/find.ts';
import { placeholderHtml } from '../placeholders/html.ts';
import { commandsOf, type ShellToken, type TokenKind } from './tokens.ts';

/** CSS classes of one letter, since a page has thousands of tokens. Tokens of kind `text` have none. */
const tokenClasses: Partial<Record<TokenKind, string>> = {
  command: 'c',
  keyword: 'k',
  option: 'o',
  string: 's',
  variable: 'v',
  operator: 'p',
  document: 'd',
};

/** The commands of a block as HTML, each with syntax colors and with the placeholders for a learner's values marked. */
export const highlightCommands = (block: string): string[] =>
  commandsOf(block).map((tokens) => highlight(tokens, true));

/** A command inside a sentence as HTML, without colors but with the placeholders for a learner's values marked. */
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

/** The placeholder for `AWS_PROFILE=…` before the kit's own commands, which read the profile from the environment. */
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

/** The token from `start` to `end` as HTML. The first token of a placeholder over several tokens prints all of it. */
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
