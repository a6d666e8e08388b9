import { marked, type Token } from 'marked';
import { wrap } from './wrap.ts';

/** Replaces a link with its text, and removes emphasis; code keeps its backticks. */
function inline(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<(https?:[^>]*)>/g, '$1')
    .replace(/<a id="[^"]*"><\/a>/g, '')
    .replaceAll('**', '');
}

function block(token: Token, width: number): string[] {
  if (token.type === 'space') return [];
  if (token.type === 'code') return [...token.text.split('\n').map((line: string) => `  ${line}`), ''];
  if (token.type === 'list')
    return [
      ...token.items.flatMap((item: { text: string }, at: number) => {
        const mark = token.ordered ? `${at + 1}. ` : '- ';
        const lines = wrap(inline(item.text), width - mark.length);
        return lines.map((line, row) => (row === 0 ? mark : ' '.repeat(mark.length)) + line);
      }),
      '',
    ];
  return [...wrap(inline((token as { text?: string }).text ?? token.raw), width), ''];
}

/** Markdown as lines for a terminal: prose is wrapped at `width` columns, code is not. */
export function plainMarkdown(markdown: string, width: number): string[] {
  return marked.lexer(markdown).flatMap((token) => block(token, width));
}
