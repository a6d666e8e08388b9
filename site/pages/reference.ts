import type { ReferencePage } from '../../labs/reader/reference.ts';
import { escapeHtml } from '../../terminal/html.ts';
import { type Course, pathOf } from '../course.ts';
import { type RenderContext, render } from '../markdown/render.ts';
import { article } from '../parts/article.ts';
import type { SitePage } from '../parts/layout.ts';
import { pager } from '../parts/pager.ts';
import { relativeUrl } from '../urls.ts';

const index = 'reference/index.html';

/** `2026-11` as `November 2026`. */
function monthOf(checked: string): string {
  return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${checked}-01T00:00:00Z`),
  );
}

export function referencePage(course: Course, page: ReferencePage, context: RenderContext): SitePage {
  const path = pathOf(course, page);
  const { html, headings } = render(page.markdown, context);
  const at = course.reference.indexOf(page);
  const linkTo = (one: ReferencePage | undefined, label: string) =>
    one && { path: pathOf(course, one), label, title: one.title };
  return article(course, {
    path,
    title: page.title,
    description: `${page.title}: a page of the course's reference, held against AWS's own in ${monthOf(page.checked)}.`,
    kind: page.id === 'glossary' ? 'reference glossary' : 'reference',
    above: `<a href="${relativeUrl(path, index)}">Reference</a> <span class="dot">·</span> held against AWS's pages in ${monthOf(page.checked)}`,
    html,
    headings: page.id === 'glossary' ? headings.filter(({ depth }) => depth === 2) : headings,
    after: pager(
      path,
      at > 0 ? linkTo(course.reference[at - 1], 'Before') : undefined,
      linkTo(course.reference[at + 1], 'Next'),
    ),
  });
}

export function referenceIndex(course: Course): SitePage {
  const entries = course.reference.map(
    (page) =>
      `<li><a href="${relativeUrl(index, pathOf(course, page))}">${escapeHtml(page.title)}</a><p>${contentsOf(page)}</p></li>`,
  );
  return article(course, {
    path: index,
    title: 'Reference',
    description: 'What to read beside the steps: concepts, architecture, prices, security, limits, and more.',
    kind: 'list',
    above: 'Beside the steps',
    lead: `<p class="lead">What to read beside the steps. Each page was held against AWS's own, and says when.</p>`,
    html: `<ul class="entries">${entries.join('\n')}</ul>`,
    headings: [],
  });
}

/** The first headings of a page, as a summary of its contents. */
function contentsOf({ markdown }: ReferencePage): string {
  const names = [...markdown.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
  const headings = names.filter((name) => name !== 'More from AWS').slice(0, 5);
  return escapeHtml(headings.join(' · '));
}
