import { slug } from './anchors.ts';
import type { CoursePage } from './page.ts';

/** A `##` heading and the text under it. */
export interface Section {
  readonly name: string;
  /** The heading's line in the file. */
  readonly line: number;
  /** Markdown, without the heading. */
  readonly text: string;
}

/** A page's sections, in their order. */
export function sectionsOf({ markdown, anchors }: CoursePage): Section[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.split('\n');
      const line = anchors.find(({ id }) => id === slug(name))?.line ?? 1;
      return { name, line, text: lines.join('\n') };
    });
}
