import { Marked, type Token, type Tokens } from 'marked';
import { awsConsoleUrl } from '../../checker/lab/learner-settings.ts';
import { slug } from '../../labs/reader/anchors.ts';
import { escapeHtml, htmlToText } from '../../terminal/html.ts';
import { withPlaceholders } from '../placeholders/html.ts';
import { commandHtml } from '../shell/highlight.ts';
import { consolePath } from './console.ts';
import { fence } from './fence.ts';
import { type FindDiagram, picture } from './picture.ts';

/** How a page renders its Markdown. */
export interface RenderContext {
  /** The URL on the site for a link in the Markdown. */
  link(href: string): string;
  /** The id on this page for an anchor in the Markdown. */
  id(id: string): string;
  findDiagram: FindDiagram;
  /** The number of levels by which headings are moved down. */
  headingOffset?: number;
  /** Whether collapsed details are open, as print requires. */
  expandDetails?: boolean;
}

export interface Heading {
  readonly depth: number;
  /** Whether the heading is drawn smaller than its level. */
  readonly minor?: boolean;
  readonly id: string;
  /** HTML without links. */
  readonly html: string;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** Renders a page's Markdown as HTML, without the title, which the page itself renders. */
export function render(markdown: string, context: RenderContext): Rendered {
  const headings: Heading[] = [];
  const parser = new Marked({ renderer: rendererOf(context, headings) });
  const tokens = parser.lexer(markdown);
  parser.walkTokens(tokens, (token) => markConsoleLinks(token));
  const title = tokens.findIndex((token) => token.type === 'heading' && token.depth === 1);
  if (title !== -1) tokens.splice(title, 1);
  return { html: parser.parser(tokens), headings };
}

interface ConsoleStrong extends Tokens.Strong {
  console?: string;
}

function markConsoleLinks(token: Token): void {
  const inside = 'tokens' in token ? (token.tokens ?? []) : [];
  for (const [index, inner] of inside.entries()) {
    const path = consolePath(inside, index);
    if (path !== undefined) (inner as ConsoleStrong).console = path;
  }
}

const isCommand = /^(?:[A-Z_]+=|(?:aws|npm|npx|git|curl|\.|eval|export|env) )/;

function rendererOf(
  { link, id, findDiagram, headingOffset = 0, expandDetails = false }: RenderContext,
  headings: Heading[],
) {
  return {
    heading(
      this: { parser: { parseInline(tokens: Token[]): string } },
      { depth, text, tokens }: Tokens.Heading,
    ) {
      const html = this.parser.parseInline(tokens);
      const anchor = id(slug(text));
      // A third-level heading directly under the title becomes second-level, so that the outline skips no level.
      const isRaised = depth === 3 && !headings.some((earlier) => earlier.depth === 2 && !earlier.minor);
      headings.push({
        depth: isRaised ? 2 : depth,
        minor: isRaised,
        id: anchor,
        html: html.replace(/<\/?a[^>]*>/g, ''),
      });
      const level = Math.min((isRaised ? 2 : depth) + headingOffset, 6);
      const anchorLink = `<a class="here" href="#${anchor}" aria-label="Link to “${escapeHtml(htmlToText(html))}”">#</a>`;
      return `<h${level} id="${anchor}"${isRaised ? ' class="minor"' : ''}>${html}${anchorLink}</h${level}>\n`;
    },
    code: fence,
    codespan: ({ text }: Tokens.Codespan) =>
      `<code>${text === 'main' ? withPlaceholders(text, [{ start: 0, end: 4, kind: 'branch' }]) : isCommand.test(text) ? commandHtml(text) : withPlaceholders(text)}</code>`,
    strong(this: { parser: { parseInline(tokens: Token[]): string } }, token: Tokens.Strong) {
      const { text, tokens, console } = token as ConsoleStrong;
      const plain = tokens.length === 1 && tokens[0]?.type === 'text';
      const html = plain ? nameHtml(text) : this.parser.parseInline(tokens);
      if (console === undefined) return `<strong>${html}</strong>`;
      return `<strong><a href="${awsConsoleUrl(console, {})}" data-console="${console}">${html}</a></strong>`;
    },
    link(this: { parser: { parseInline(tokens: Token[]): string } }, { href, tokens }: Tokens.Link) {
      const html = this.parser.parseInline(tokens);
      if (href === 'https://console.aws.amazon.com/')
        return `<a href="${href}" data-console="console/home">${html}</a>`;
      const outside = /^https?:/.test(href) ? ' class="out" rel="noopener"' : '';
      return `<a href="${escapeHtml(link(href))}"${outside}>${html}</a>`;
    },
    image: ({ href, text }: Tokens.Image) => picture(href, text, findDiagram),
    html: ({ text }: Tokens.HTML | Tokens.Tag) => allowedHtml(text, id, expandDetails),
    table(this: { parser: { parseInline(tokens: Token[]): string } }, { header, rows }: Tokens.Table) {
      const cells = (name: string, row: Tokens.TableCell[], scope = '') =>
        row.map((cell) => `<${name}${scope}>${this.parser.parseInline(cell.tokens)}</${name}>`).join('');
      const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
      const head = `<thead><tr>${cells('th', header, ' scope="col"')}</tr></thead>`;
      // A wide table scrolls sideways on a phone. It is focusable, so that a keyboard can scroll it.
      const name = escapeHtml(`Table: ${header.map(({ text }) => text).join(', ')}`);
      return `<div class="table" role="group" tabindex="0" aria-label="${name}"><table>${head}<tbody>${body}</tbody></table></div>\n`;
    },
  };
}

const nameHtml = (text: string): string =>
  text === 'main' ? withPlaceholders(text, [{ start: 0, end: 4, kind: 'branch' }]) : withPlaceholders(text);

/** Allows only anchors, collapsed details and the tags in them. Throws an Error for any other HTML in a page. */
function allowedHtml(html: string, id: RenderContext['id'], expandDetails: boolean): string {
  return html.replace(/<[^>]*>/g, (tag) => {
    const anchor = /^<a id="([^"]*)">$/.exec(tag)?.[1];
    if (anchor !== undefined) return `<a id="${id(anchor)}">`;
    if (tag === '<details>') return expandDetails ? '<details open>' : tag;
    if (/^<\/?(a|details|summary|code|em|strong)>$/.test(tag)) return tag;
    throw new Error(
      `A page holds the HTML ${tag}. Expected only <a id>, <details>, <summary> and, in one, <code>, <em> and <strong>.`,
    );
  });
}
