import type { Cause } from '../../labs/reader/causes.ts';
import { sectionsOf } from '../../labs/reader/sections.ts';
import { escapeHtml, htmlToText } from '../../terminal/html.ts';
import { type Course, numberOf, pathOf } from '../course.ts';
import { type RenderContext, render } from '../markdown/render.ts';
import { article } from '../parts/article.ts';
import type { SitePage } from '../parts/layout.ts';
import { relativeUrl } from '../urls.ts';

/** The page of a cause: its symptom, how to identify it, and its fix. */
export function causePage(course: Course, cause: Cause, context: RenderContext): SitePage {
  const path = pathOf(course, cause);
  const { html, headings } = render(cause.markdown, context);
  return article(course, {
    path,
    title: cause.title,
    description: `Troubleshooting: ${symptomOf(cause)}`,
    kind: 'cause',
    above: `<a href="${relativeUrl(path, 'causes/index.html')}">Troubleshooting</a> <span class="dot">·</span> ${stepLink(course, cause.step, path)}`,
    lead: causeLead(course, cause, path),
    html,
    headings,
  });
}

/** The first sentence of the symptom, as plain text. */
export function symptomOf(cause: Cause): string {
  const text =
    sectionsOf(cause)
      .find(({ name }) => name === 'Symptom')
      ?.text.trim() ?? '';
  const { html } = render(text.split(/\n\n/)[0] ?? '', {
    link: (href) => href,
    id: (id) => id,
    findDiagram: () => undefined,
  });
  const plain = htmlToText(html).trim();
  const sentence = /^.+?[.!?](?=\s|$)/s.exec(plain)?.[0] ?? plain;
  return sentence.replace(/\s+/g, ' ').replace(/:$/, '.');
}

const verdicts: Record<NonNullable<Cause['verdict']> | 'fail', (check: string) => string> = {
  waiting: (check) => `The check ${check} waits.`,
  stops: (check) => `The command stops before the check ${check} can look.`,
  fail: (check) => `The check ${check} fails.`,
};

/** A line with the verdict that the checker gives for this cause, and a link to the step's paragraph about it. */
export function causeLead(course: Course, { check, step, verdict }: Cause, path: string): string {
  const page = course.steps.find(({ id }) => id === step);
  const anchor = `check-${check.replaceAll('.', '-')}`;
  const hasCheckAnchor = page?.anchors.some(({ id }) => id === anchor) === true;
  const link = page && relativeUrl(path, `${pathOf(course, page)}${hasCheckAnchor ? `#${anchor}` : ''}`);
  const stepReference = link === undefined ? '' : ` <a href="${link}">Where the step teaches it</a>`;
  const sentence = verdicts[verdict ?? 'fail'](`<code>${escapeHtml(check)}</code>`);
  return `<p class="verdict ${verdict ?? 'fail'}">${sentence}${stepReference}</p>`;
}

export function stepLink(course: Course, step: string, path: string): string {
  const page = course.steps.find(({ id }) => id === step);
  if (page === undefined) return escapeHtml(step);
  return `<a href="${relativeUrl(path, pathOf(course, page))}">Step ${numberOf(step)}, ${escapeHtml(page.name)}</a>`;
}
