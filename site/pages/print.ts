import { posix } from 'node:path';
import { slug } from '../../labs/reader/anchors.ts';
import type { CoursePage } from '../../labs/reader/page.ts';
import { escapeHtml } from '../../terminal/html.ts';
import { type Course, numberOf, pathOf } from '../course.ts';
import type { FindDiagram } from '../markdown/picture.ts';
import { render } from '../markdown/render.ts';
import { courseNav } from '../parts/course-nav.ts';
import { layout, type SitePage } from '../parts/layout.ts';
import { personalizationBar } from '../parts/personalization-bar.ts';
import { siteUrl } from '../urls.ts';
import { stepLead } from './step.ts';

const path = 'print.html';

interface Part {
  readonly coursePage: CoursePage & { readonly title: string };
  readonly above: string;
  readonly lead?: string;
}

/** The whole course on one page, to print. Links between pages become links within it. */
export function printPage(course: Course, findDiagram: FindDiagram): SitePage {
  const groups: [string, Part[]][] = [
    [
      'The steps',
      course.steps.map((coursePage) => ({
        coursePage,
        above: `Step ${numberOf(coursePage.id)}`,
        lead: stepLead(coursePage),
      })),
    ],
    ['Reference', course.reference.map((coursePage) => ({ coursePage, above: 'Reference' }))],
    [
      'Troubleshooting',
      course.causes.map((coursePage) => ({
        coursePage,
        above: `Troubleshooting, step ${numberOf(coursePage.step)}`,
      })),
    ],
    [
      'Drills',
      course.drills.map((coursePage) => ({ coursePage, above: `Drill, ${coursePage.minutes} minutes` })),
    ],
  ];
  const includedPaths = new Set(
    groups.flatMap(([, parts]) => parts.map(({ coursePage }) => pathOf(course, coursePage))),
  );
  const list = groups.map(([name, parts]) => {
    const items = parts.map(
      ({ coursePage }) =>
        `<li><a href="#${keyOf(pathOf(course, coursePage))}">${escapeHtml(coursePage.title)}</a></li>`,
    );
    return `<section><h2 id="${slug(name)}">${name}</h2><ol>${items.join('\n')}</ol></section>`;
  });
  const articles = groups.flatMap(([, parts]) =>
    parts.map((part) => printArticle(course, part, includedPaths, findDiagram)),
  );
  const body = `${courseNav(course, path)}
<main id="content" tabindex="-1"><div class="cover"><h1>AWS CodePipeline, learned by doing</h1>
${personalizationBar(articles.join('\n'))}<p class="lead">The whole course on one page. Your browser prints it; what is folded away elsewhere lies open here.</p></div>
<nav class="whole" aria-label="All pages">${list.join('\n')}</nav>
${articles.join('\n')}</main>`;
  return layout({
    path,
    title: 'The whole course on one page',
    description: 'The whole course on one page, to print.',
    kind: 'print',
    body,
  });
}

/** The id of a course page on this page. */
const keyOf = (page: string): string => page.replace(/\.html$/, '').replace(/[/.]/g, '-');

function printArticle(
  course: Course,
  { coursePage, above, lead = '' }: Part,
  includedPaths: ReadonlySet<string>,
  findDiagram: FindDiagram,
): string {
  const pagePath = pathOf(course, coursePage);
  const id = (anchor: string, page = pagePath) => `${keyOf(page)}--${anchor}`;
  const link = (href: string) => {
    if (/^[a-z]+:/.test(href)) return href;
    const [to = '', anchor] = siteUrl(href).split('#');
    const page = to === '' ? pagePath : posix.join(posix.dirname(pagePath), to);
    if (!includedPaths.has(page)) return page;
    return anchor === undefined ? `#${keyOf(page)}` : `#${id(anchor, page)}`;
  };
  const { html } = render(coursePage.markdown, {
    link,
    id,
    findDiagram,
    headingOffset: 1,
    expandDetails: true,
  });
  return `<article id="${keyOf(pagePath)}"><p class="above">${above}</p><h2 id="${id(slug(coursePage.title))}">${escapeHtml(coursePage.title)}</h2>${lead}${html}</article>`;
}
