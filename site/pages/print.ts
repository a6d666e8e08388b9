import { posix } from 'node:path';
import { slug } from '../../labs/reader/anchors.ts';
import type { Sheet } from '../../labs/reader/page.ts';
import { escaped } from '../../terminal/html.ts';
import { type Course, numberOf, pathOf } from '../course.ts';
import type { Draw } from '../markdown/picture.ts';
import { render } from '../markdown/render.ts';
import { type SitePage, shell } from '../parts/shell.ts';
import { strip } from '../parts/strip.ts';
import { way } from '../parts/way.ts';
import { siteLink } from '../place.ts';
import { stepLead } from './step.ts';

const path = 'print.html';

interface Part {
  readonly sheet: Sheet & { readonly title: string };
  readonly above: string;
  readonly lead?: string;
}

/** Every page of the course on one, to print: links between pages become links within it. */
export function printPage(course: Course, draw: Draw): SitePage {
  const groups: [string, Part[]][] = [
    [
      'The steps',
      course.steps.map((sheet) => ({ sheet, above: `Step ${numberOf(sheet.id)}`, lead: stepLead(sheet) })),
    ],
    ['Reference', course.reference.map((sheet) => ({ sheet, above: 'Reference' }))],
    [
      'Troubleshooting',
      course.causes.map((sheet) => ({ sheet, above: `Troubleshooting, step ${numberOf(sheet.step)}` })),
    ],
    ['Drills', course.drills.map((sheet) => ({ sheet, above: `Drill, ${sheet.minutes} minutes` }))],
  ];
  const there = new Set(groups.flatMap(([, parts]) => parts.map(({ sheet }) => pathOf(course, sheet))));
  const list = groups.map(([name, parts]) => {
    const items = parts.map(
      ({ sheet }) => `<li><a href="#${keyOf(pathOf(course, sheet))}">${escaped(sheet.title)}</a></li>`,
    );
    return `<section><h2 id="${slug(name)}">${name}</h2><ol>${items.join('\n')}</ol></section>`;
  });
  const sheets = groups.flatMap(([, parts]) => parts.map((part) => printed(course, part, there, draw)));
  const body = `${way(course, path)}
<main id="content" tabindex="-1"><div class="cover"><h1>AWS CodePipeline, learned by doing</h1>
${strip(sheets.join('\n'))}<p class="lead">The whole course on one page. Your browser prints it; what is folded away elsewhere lies open here.</p></div>
<nav class="whole" aria-label="All pages">${list.join('\n')}</nav>
${sheets.join('\n')}</main>`;
  return shell({
    path,
    title: 'The whole course on one page',
    description: 'The whole course on one page, to print.',
    kind: 'print',
    body,
  });
}

/** The id that a page of the course has on this one. */
const keyOf = (page: string): string => page.replace(/\.html$/, '').replace(/[/.]/g, '-');

function printed(
  course: Course,
  { sheet, above, lead = '' }: Part,
  there: ReadonlySet<string>,
  draw: Draw,
): string {
  const own = pathOf(course, sheet);
  const id = (place: string, page = own) => `${keyOf(page)}--${place}`;
  const link = (href: string) => {
    if (/^[a-z]+:/.test(href)) return href;
    const [to = '', place] = siteLink(href).split('#');
    const page = to === '' ? own : posix.join(posix.dirname(own), to);
    if (!there.has(page)) return page;
    return place === undefined ? `#${keyOf(page)}` : `#${id(place, page)}`;
  };
  const { html } = render(sheet.markdown, { link, id, draw, deeper: 1, open: true });
  return `<article id="${keyOf(own)}"><p class="above">${above}</p><h2 id="${id(slug(sheet.title))}">${escaped(sheet.title)}</h2>${lead}${html}</article>`;
}
