import type { Diagram } from '../../labs/reader/diagrams.ts';
import { escapeHtml } from '../../terminal/html.ts';
import { drawDiagram } from '../diagrams/draw.ts';

/** The SVG behind a picture's link; undefined where there is none. */
export type FindDiagram = (href: string) => string | undefined;

/**
 * The one way that a picture's link goes: the SVG stands in the page, in the page's ink. Where there is none, the
 * picture's words stand in its place, so that nothing is lost with it.
 */
export function picture(href: string, caption: string, findDiagram: FindDiagram): string {
  const svg = findDiagram(href);
  if (svg === undefined) return `<figure class="picture"><p>${escapeHtml(caption)}</p></figure>`;
  return `<figure class="picture"><div class="drawn">${svg}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** Draws them all, for pages that name them as `../diagrams/lab-scale.svg`. Throws a PageError, as drawing does. */
export async function drawDiagrams(diagrams: readonly Diagram[]): Promise<FindDiagram> {
  const svgs = new Map<string, string>();
  for (const diagram of diagrams) {
    const svg = await drawDiagram(diagram);
    // A page has no inline style: the site's own style says the same (styles/pictures.css).
    svgs.set(`../diagrams/${diagram.id}.svg`, svg.replace(/<style>.*?<\/style>/s, '').trim());
  }
  return (href) => svgs.get(href);
}
