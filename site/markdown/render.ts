import { Marked, type Token, type Tokens } from 'marked';
import { consoleAddress } from '../../checker/lab/values/own.ts';
import { slug } from '../../labs/reader/anchors.ts';
import { escaped, textOf } from '../../terminal/html.ts';
import { markCommand } from '../shell/paint.ts';
import { marked } from '../values/mark.ts';
import { consolePath } from './console.ts';
import { fence } from './fence.ts';
import { type Draw, picture } from './picture.ts';

/** What a page decides for what stands on it. */
export interface Frame {
  /** Where a link of the Markdown leads on the site. */
  link(href: string): string;
  /** A place's id on this page. */
  id(id: string): string;
  /** A picture as SVG, where there is one. */
  draw: Draw;
  /** How many levels the headings are moved down. */
  deeper?: number;
  /** Whether what is folded away lies open, as it must on paper. */
  open?: boolean;
}

export interface Heading {
  readonly depth: number;
  /** Set a size smaller than its level. */
  readonly minor?: boolean;
  readonly id: string;
  /** HTML without links. */
  readonly html: string;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** A page's Markdown as HTML. Its first heading, the title, is left to the page. */
export function render(markdown: string, frame: Frame): Rendered {
  const headings: Heading[] = [];
  const parser = new Marked({ renderer: rendererOf(frame, headings) });
  const tokens = parser.lexer(markdown);
  parser.walkTokens(tokens, (token) => noteConsoles(token));
  const title = tokens.findIndex((token) => token.type === 'heading' && token.depth === 1);
  if (title !== -1) tokens.splice(title, 1);
  return { html: parser.parser(tokens), headings };
}

interface ConsoleStrong extends Tokens.Strong {
  console?: string;
}

function noteConsoles(token: Token): void {
  const inside = 'tokens' in token ? (token.tokens ?? []) : [];
  for (const [index, inner] of inside.entries()) {
    const path = consolePath(inside, index);
    if (path !== undefined) (inner as ConsoleStrong).console = path;
  }
}

const isCommand = /^(?:[A-Z_]+=|(?:aws|npm|npx|git|curl|\.|eval|export|env) )/;

function rendererOf({ link, id, draw, deeper = 0, open = false }: Frame, headings: Heading[]) {
  return {
    heading(
      this: { parser: { parseInline(tokens: Token[]): string } },
      { depth, text, tokens }: Tokens.Heading,
    ) {
      const html = this.parser.parseInline(tokens);
      const place = id(slug(text));
      // Under the title alone a smaller heading still is of the second level: no level may be left out.
      const raised = depth === 3 && !headings.some((before) => before.depth === 2 && !before.minor);
      headings.push({
        depth: raised ? 2 : depth,
        minor: raised,
        id: place,
        html: html.replace(/<\/?a[^>]*>/g, ''),
      });
      const level = Math.min((raised ? 2 : depth) + deeper, 6);
      const here = `<a class="here" href="#${place}" aria-label="Link to “${escaped(textOf(html))}”">#</a>`;
      return `<h${level} id="${place}"${raised ? ' class="minor"' : ''}>${html}${here}</h${level}>\n`;
    },
    code: fence,
    codespan: ({ text }: Tokens.Codespan) =>
      `<code>${text === 'main' ? marked(text, [{ start: 0, end: 4, kind: 'branch' }]) : isCommand.test(text) ? markCommand(text) : marked(text)}</code>`,
    strong(this: { parser: { parseInline(tokens: Token[]): string } }, token: Tokens.Strong) {
      const { text, tokens, console } = token as ConsoleStrong;
      const plain = tokens.length === 1 && tokens[0]?.type === 'text';
      const html = plain ? markName(text) : this.parser.parseInline(tokens);
      if (console === undefined) return `<strong>${html}</strong>`;
      return `<strong><a href="${consoleAddress(console, {})}" data-console="${console}">${html}</a></strong>`;
    },
    link(this: { parser: { parseInline(tokens: Token[]): string } }, { href, tokens }: Tokens.Link) {
      const html = this.parser.parseInline(tokens);
      if (href === 'https://console.aws.amazon.com/')
        return `<a href="${href}" data-console="console/home">${html}</a>`;
      const outside = /^https?:/.test(href) ? ' class="out" rel="noopener"' : '';
      return `<a href="${escaped(link(href))}"${outside}>${html}</a>`;
    },
    image: ({ href, text }: Tokens.Image) => picture(href, text, draw),
    html: ({ text }: Tokens.HTML | Tokens.Tag) => pass(text, id, open),
    table(this: { parser: { parseInline(tokens: Token[]): string } }, { header, rows }: Tokens.Table) {
      const cells = (name: string, row: Tokens.TableCell[], scope = '') =>
        row.map((cell) => `<${name}${scope}>${this.parser.parseInline(cell.tokens)}</${name}>`).join('');
      const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
      const head = `<thead><tr>${cells('th', header, ' scope="col"')}</tr></thead>`;
      // It scrolls sideways on a phone, which must be possible without a pointer: so it takes the focus.
      const name = escaped(`Table: ${header.map(({ text }) => text).join(', ')}`);
      return `<div class="table" role="group" tabindex="0" aria-label="${name}"><table>${head}<tbody>${body}</tbody></table></div>\n`;
    },
  };
}

const markName = (text: string): string =>
  text === 'main' ? marked(text, [{ start: 0, end: 4, kind: 'branch' }]) : marked(text);

/** The pages' own HTML is places, and what is folded away: nothing else is let through. */
function pass(html: string, id: Frame['id'], open: boolean): string {
  return html.replace(/<[^>]*>/g, (tag) => {
    const place = /^<a id="([^"]*)">$/.exec(tag)?.[1];
    if (place !== undefined) return `<a id="${id(place)}">`;
    if (tag === '<details>') return open ? '<details open>' : tag;
    if (/^<\/?(a|details|summary|code|em|strong)>$/.test(tag)) return tag;
    throw new Error(
      `A page holds the HTML ${tag}. Expected only <a id>, <details>, <summary> and, in one, <code>, <em> and <strong>.`,
    );
  });
}
