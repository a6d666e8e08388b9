import { slug } from '../../labs/reader/anchors.ts';
import { escapeHtml } from '../../terminal/html.ts';
import type { Course } from '../course.ts';
import type { Heading } from '../markdown/render.ts';
import { contents } from './contents.ts';
import { courseNav } from './course-nav.ts';
import { layout, type SitePage } from './layout.ts';
import { personalizationBar } from './personalization-bar.ts';

/** A page with the course's navigation on its left and its contents on its right. */
export interface Article {
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly kind: string;
  /** A line above the title, as HTML. */
  readonly above: string;
  /** HTML between title and text. */
  readonly lead?: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  /** HTML below the text. */
  readonly after?: string;
}

export function article(course: Course, page: Article): SitePage {
  const { path, title, description, kind, above, lead = '', html, headings, after = '' } = page;
  const body = `<div class="frame">
${courseNav(course, path)}
${contents(headings)}
<main id="content" tabindex="-1"><article>
<p class="above">${above}</p>
<h1 id="${slug(title)}">${escapeHtml(title)}</h1>
${lead}
${personalizationBar(html)}${html}</article>
${after}</main>
</div>`;
  return layout({ path, title, description, kind, body });
}
