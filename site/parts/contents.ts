import type { Heading } from '../markdown/render.ts';

/** The table of contents on the right side of a page. On a phone it is collapsed above the text. */
export function contents(headings: readonly Heading[]): string {
  const listed = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (listed.length < 2) return '';
  const items = listed.map(
    ({ depth, id, html }) => `<li${depth === 3 ? ' class="sub"' : ''}><a href="#${id}">${html}</a></li>`,
  );
  return `<aside class="contents"><details open><summary>On this page</summary><nav aria-label="On this page"><ul>${items.join('\n')}</ul></nav></details></aside>`;
}
