import { escapeHtml } from '../../terminal/html.ts';
import { type Course, numberOf, pathOf } from '../course.ts';
import { article } from '../parts/article.ts';
import type { SitePage } from '../parts/layout.ts';
import { relativeUrl } from '../urls.ts';
import { symptomOf } from './cause.ts';

const path = 'causes/index.html';

/** The list of all causes with their symptoms, grouped by the step in which a learner meets each first. */
export function causesPage(course: Course): SitePage {
  const headings = course.steps.map((step) => ({
    depth: 2,
    id: step.id,
    html: `${numberOf(step.id)} · ${escapeHtml(step.title)}`,
  }));
  const sections = course.steps.map((step, index) => {
    const entries = course.causes
      .filter((cause) => cause.step === step.id)
      .map(
        (cause) =>
          `<li><a href="${relativeUrl(path, pathOf(course, cause))}">${escapeHtml(cause.title)}</a><p>${escapeHtml(symptomOf(cause))}</p></li>`,
      );
    return `<h2 id="${step.id}">${headings[index]?.html ?? ''}</h2><ul class="entries">${entries.join('\n')}</ul>`;
  });
  return article(course, {
    path,
    title: 'Troubleshooting',
    description: `${course.causes.length} known ways in which the lab breaks: how each looks, how to tell it, how to mend it.`,
    kind: 'list',
    above: 'When something is not as it should be',
    lead: `<p class="lead">${course.causes.length} known ways in which this lab breaks, by the step in which each is met first. Do you have an error's words? <a href="../search.html">Search for them</a>, or let the kit tell you: <code>npx lab explain "…"</code>. The checker names the cause by itself where it can.</p>`,
    html: sections.join('\n'),
    headings,
  });
}
