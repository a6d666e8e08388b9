import type { Drill } from '../../labs/reader/drills.ts';
import { escapeHtml } from '../../terminal/html.ts';
import { type Course, pathOf } from '../course.ts';
import { type RenderContext, render } from '../markdown/render.ts';
import { article } from '../parts/article.ts';
import type { SitePage } from '../parts/layout.ts';
import { relativeUrl } from '../urls.ts';
import { stepLink } from './cause.ts';

const index = 'drills/index.html';

/** The page of a drill. Its hints and its solution stay collapsed until the learner opens them. */
export function drillPage(course: Course, drill: Drill, context: RenderContext): SitePage {
  const path = pathOf(course, drill);
  const { html, headings } = render(drill.markdown, context);
  return article(course, {
    path,
    title: drill.title,
    description: `A drill of ${drill.minutes} minutes: a finished lab with a fault in it, to find and to mend.`,
    kind: 'drill',
    above: `<a href="${relativeUrl(path, index)}">Drill</a> <span class="dot">·</span> ${drill.minutes} minutes <span class="dot">·</span> ${stepLink(course, drill.step, path)}`,
    html,
    headings,
  });
}

export function drillsPage(course: Course): SitePage {
  const entries = course.drills.map(
    (drill) =>
      `<li><a href="${relativeUrl(index, pathOf(course, drill))}">${escapeHtml(drill.title)}</a><p>${storySummary(drill)}</p><p class="small">${drill.minutes} minutes · ${stepLink(course, drill.step, index)}</p></li>`,
  );
  return article(course, {
    path: index,
    title: 'Drills',
    description: 'Break it, find it, mend it: finished labs with a fault in them.',
    kind: 'list',
    above: 'Break it, find it, mend it',
    lead: `<p class="lead">A drill is a finished lab with a fault in it, in a practice account of its own. You get a story, three hints, a solution folded away, and the ordinary check as the proof. Each needs the kit and about a quarter of an hour, and no AWS account.</p>`,
    html: `<ul class="entries">${entries.join('\n')}</ul>`,
    headings: [],
  });
}

/** The story's first paragraph. */
function storySummary({ markdown }: Drill): string {
  const story = /^## Story\n+([\s\S]*?)(?:\n\n|$)/m.exec(markdown)?.[1] ?? '';
  return render(story, { link: (href) => href, id: (id) => id, findDiagram: () => undefined })
    .html.replace(/<\/?(p|a)\b[^>]*>/g, '')
    .trim();
}
