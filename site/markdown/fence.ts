import type { Tokens } from 'marked';
import { escapeHtml } from '../../terminal/html.ts';
import { withPlaceholders } from '../placeholders/html.ts';
import { highlightCommands } from '../shell/highlight.ts';

/** A fenced block as HTML: commands to type, the page's check, a command's output, or an error message. */
export function fence({ lang = '', text }: Pick<Tokens.Code, 'lang' | 'text'>): string {
  if (lang === 'text error') return block('error', 'The error', outputHtml(text));
  if (lang === 'text output')
    return block('output', 'It prints', text === '' ? emptyOutput : outputHtml(text));
  const [kind, label] = /^bash check/.test(lang) ? ['check', 'Check'] : ['type', 'Type this'];
  const commands = highlightCommands(text).map((command) => `<span class="cmd">${command}\n</span>`);
  return block(kind, label, commands.join(''));
}

const block = (kind: string, label: string, code: string): string =>
  `<div class="block ${kind}"><p class="label">${label}</p><pre><code>${code}</code></pre></div>\n`;

const emptyOutput = '<i>nothing</i>';

/** Sets `<words>` and a line of three dots in italics, since they replace output that differs on each run. */
function outputHtml(text: string): string {
  return withPlaceholders(text).replace(
    /(?<!>)(&lt;[a-z][a-z ]*&gt;)|^( *\.\.\.)$/gm,
    (all, word: string | undefined) => (word === undefined ? `<i>${escapeHtml(all)}</i>` : `<i>${word}</i>`),
  );
}
