import type { Diagram } from '../../labs/reader/diagrams.ts';
import { escaped } from '../../terminal/html.ts';
import { drawDiagram } from '../diagrams/draw.ts';

/** The SVG behind a picture's link; undefined where there is none. */
export type Draw = (href: string) => string | undefined;

/**
 * The one way that a picture's link goes: the SVG stands in the page, in the page's ink. Where there is none, the
 * picture's words stand in its place, so that nothing is lost with it.
 */
export function picture(href: string, words: string, draw: Draw): string {
  const drawn = draw(href);
  if (drawn === undefined) return `<figure class="picture"><p>${escaped(words)}</p></figure>`;
  return `<figure class="picture"><div class="drawn">${drawn}</div><figcaption>${escaped(words)}</figcaption></figure>`;
}

/** Draws them all, for pages that name them as `../diagrams/lab-scale.svg`. Throws a PageError, as drawing does. */
export async function drawAll(diagrams: readonly Diagram[]): Promise<Draw> {
  const drawn = new Map<string, string>();
  for (const diagram of diagrams) {
    const svg = await drawDiagram(diagram);
    // A page has no inline style: the site's own style says the same (styles/pictures.css).
    drawn.set(`../diagrams/${diagram.id}.svg`, svg.replace(/<style>.*?<\/style>/s, '').trim());
  }
  return (href) => drawn.get(href);
}
