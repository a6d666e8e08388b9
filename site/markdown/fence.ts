import type { Tokens } from 'marked';
import { escaped } from '../../terminal/html.ts';
import { paintCommands } from '../shell/paint.ts';
import { marked } from '../values/mark.ts';

/** A fence of a page: commands to type, the page's check, what a command prints, or an error's words. */
export function fence({ lang = '', text }: Pick<Tokens.Code, 'lang' | 'text'>): string {
  if (lang === 'text error') return block('error', 'The error', printed(text));
  if (lang === 'text output') return block('output', 'It prints', text === '' ? nothing : printed(text));
  const [kind, label] = /^bash check/.test(lang) ? ['check', 'Check'] : ['type', 'Type this'];
  const commands = paintCommands(text).map((command) => `<span class="cmd">${command}\n</span>`);
  return block(kind, label, commands.join(''));
}

const block = (kind: string, label: string, code: string): string =>
  `<div class="block ${kind}"><p class="label">${label}</p><pre><code>${code}</code></pre></div>\n`;

const nothing = '<i>nothing</i>';

/** `<words>` and a line of three dots stand for what differs: not what is printed, and set so. */
function printed(text: string): string {
  return marked(text).replace(
    /(?<!>)(&lt;[a-z][a-z ]*&gt;)|^( *\.\.\.)$/gm,
    (all, word: string | undefined) => (word === undefined ? `<i>${escaped(all)}</i>` : `<i>${word}</i>`),
  );
}
