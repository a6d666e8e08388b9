import type { Diagram } from '../../labs/reader/diagrams.ts';
import { escapeHtml } from '../../terminal/html.ts';
import { drawDiagram } from '../diagrams/draw.ts';

/** The SVG for a picture's link; undefined when there is none. */
export type FindDiagram = (href: string) => string | undefined;

/**
 * A picture as HTML: the SVG is inside the page, in the page's colors, with its caption. Without an SVG the caption
 * replaces the picture.
 */
export function picture(href: string, caption: string, findDiagram: FindDiagram): string {
  const svg = findDiagram(href);
  if (svg === undefined) return `<figure class="picture"><p>${escapeHtml(caption)}</p></figure>`;
  return `<figure class="picture"><div class="drawn">${svg}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** Draws all diagrams for pages, which link them as `../diagrams/lab-scale.svg`. Throws drawDiagram's PageErrors. */
export async function drawDiagrams(diagrams: readonly Diagram[]): Promise<FindDiagram> {
  const svgs = new Map<string, string>();
  for (const diagram of diagrams) {
    const svg = await drawDiagram(diagram);
    // A page has no inline style: styles/pictures.css of the site has the same rules.
    svgs.set(`../diagrams/${diagram.id}.svg`, svg.replace(/<style>.*?<\/style>/s, '').trim());
  }
  return (href) => svgs.get(href);
}
