import { escapeControls } from './escape-control.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes text for HTML, in an element or between quotes. Characters that HTML cannot represent, or that change how
 * the text around them reads, become `\u` escapes.
 */
export const escapeHtml = (text: string): string =>
  escapeControls(text).replace(/[&<>"']/g, (one) => entities[one] ?? one);

/** A piece of HTML in which all text is escaped. Only `markup` makes one. */
class Html {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

type Content = Html | string | number | undefined | readonly Content[];

function htmlOf(content: Content): string {
  if (content instanceof Html) return content.html;
  if (content === undefined) return '';
  return typeof content === 'object' ? content.map(htmlOf).join('') : escapeHtml(String(content));
}

/** HTML as written, with each value in it escaped unless it is such HTML, too. An attribute needs its quotes. */
export const markup = (written: TemplateStringsArray, ...values: Content[]): Html =>
  new Html(String.raw({ raw: written }, ...values.map(htmlOf)));

/** These pieces with a separator between them. */
export const joinMarkup = (pieces: readonly Content[], separator: Content): Content =>
  pieces.map((piece, index) => (index === 0 ? piece : [separator, piece]));

interface Page {
  title: string;
  /** The value of the tag by which the kit recognizes its own file. */
  generator?: string;
  style: Html;
  main: Html;
}

/** A whole page, without scripts or external resources. */
export const htmlPage = ({ title, generator, style, main }: Page): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">${generator && markup`\n<meta name="generator" content="${generator}">`}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`.html;

/** The text of a piece of HTML that this kit generated. */
export const htmlToText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
