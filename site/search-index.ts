import { htmlToText } from '../terminal/html.ts';
import { type Course, numberOf, pathOf } from './course.ts';
import type { SitePage } from './parts/layout.ts';
import type { SearchEntry } from './search-entry.ts';

/** The sections of all pages as a script, since a page that is opened from a file can load scripts, but no data. */
export function searchIndex(course: Course, pages: readonly SitePage[]): string {
  const coursePages = [
    ...course.steps.map((coursePage) => ({ coursePage, kind: `Step ${numberOf(coursePage.id)}` })),
    ...course.causes.map((coursePage) => ({
      coursePage,
      kind: `Troubleshooting, step ${numberOf(coursePage.step)}`,
    })),
    ...course.drills.map((coursePage) => ({ coursePage, kind: 'Drill' })),
    ...course.reference.map((coursePage) => ({ coursePage, kind: 'Reference' })),
  ];
  const entries = coursePages.flatMap(({ coursePage, kind }) => {
    const path = pathOf(course, coursePage);
    const page = pages.find((one) => one.path === path);
    if (page === undefined) throw new Error(`${path} was not built, so it cannot be searched`);
    return sectionsOf(page, kind, coursePage.title);
  });
  return `window.labSearch=${JSON.stringify(entries)};\n`;
}

function sectionsOf({ path, html }: SitePage, kind: string, title: string): SearchEntry[] {
  const article = /<article>[\s\S]*<\/article>/.exec(html)?.[0] ?? '';
  const bare = article
    .replace(/<svg[\s\S]*?<desc[^>]*>([\s\S]*?)<\/desc>[\s\S]*?<\/svg>/g, ' $1 ')
    .replace(/<a class="here"[\s\S]*?<\/a>/g, '')
    .replace(/<p class="(?:above|label|verdict[^"]*)">[\s\S]*?<\/p>/g, ' ')
    .replace(/<h1[\s\S]*?<\/h1>/, '');
  return bare.split(/(?=<h[23] id=)/).map((part) => {
    const [headingHtml = '', id, heading = ''] =
      /^<h[23] id="([^"]*)"[^>]*>([\s\S]*?)<\/h[23]>/.exec(part) ?? [];
    const text = htmlToText(
      part.slice(headingHtml.length).replace(/<(?=\/?(p|li|div|pre|td|th|dt|dd|summary)\b)/g, ' <'),
    );
    return [
      id === undefined ? path : `${path}#${id}`,
      kind,
      title,
      htmlToText(heading),
      text.replace(/\s+/g, ' ').trim(),
    ];
  });
}
