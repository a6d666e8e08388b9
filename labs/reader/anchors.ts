import { marked, type Token, type Tokens } from 'marked';
import type { Anchor, Image, Link } from './page.ts';

/** The id that GitHub, and our site, give to a heading. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/<[^>]*>/g, '')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** The anchors in a top-level token: a heading's own, and each `<a id="…">`. */
export function anchorsIn(token: Token, line: number): Anchor[] {
  const ids = [...token.raw.matchAll(/<a id="([^"]*)">/g)].map((match) => ({
    id: match[1] ?? '',
    line: line + linesBefore(token.raw, match.index),
  }));
  return token.type === 'heading' ? [{ id: slug(token.text), line }, ...ids] : ids;
}

/** The links of a top-level token that stay within the course. */
export function linksIn(token: Token, line: number): Link[] {
  const links: Link[] = [];
  marked.walkTokens([token], (inner) => {
    if (inner.type !== 'link') return;
    const { href, raw } = inner as Tokens.Link;
    if (/^[a-z]+:/.test(href)) return;
    links.push({ href, line: line + linesBefore(token.raw, token.raw.indexOf(raw)) });
  });
  return links;
}

/** The images of a top-level token. */
export function imagesIn(token: Token, line: number): Image[] {
  const images: Image[] = [];
  marked.walkTokens([token], (inner) => {
    if (inner.type !== 'image') return;
    const { href, text, raw } = inner as Tokens.Image;
    images.push({ href, text, line: line + linesBefore(token.raw, token.raw.indexOf(raw)) });
  });
  return images;
}

function linesBefore(text: string, index: number): number {
  return text.slice(0, Math.max(index, 0)).split('\n').length - 1;
}
