import { textOf } from '../terminal/html.ts';
import { type Course, numberOf, pathOf } from './course.ts';
import type { SitePage } from './parts/shell.ts';
import type { SearchEntry } from './search-entry.ts';

/** All pages' sections, as a script: a page opened from a file may load scripts and nothing else. */
export function searchIndex(course: Course, pages: readonly SitePage[]): string {
  const sheets = [
    ...course.steps.map((sheet) => ({ sheet, kind: `Step ${numberOf(sheet.id)}` })),
    ...course.causes.map((sheet) => ({ sheet, kind: `Troubleshooting, step ${numberOf(sheet.step)}` })),
    ...course.drills.map((sheet) => ({ sheet, kind: 'Drill' })),
    ...course.reference.map((sheet) => ({ sheet, kind: 'Reference' })),
  ];
  const entries = sheets.flatMap(({ sheet, kind }) => {
    const path = pathOf(course, sheet);
    const page = pages.find((one) => one.path === path);
    if (page === undefined) throw new Error(`${path} was not built, so it cannot be searched`);
    return sectionsOf(page, kind, sheet.title);
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
    const [whole = '', id, heading = ''] = /^<h[23] id="([^"]*)"[^>]*>([\s\S]*?)<\/h[23]>/.exec(part) ?? [];
    const text = textOf(
      part.slice(whole.length).replace(/<(?=\/?(p|li|div|pre|td|th|dt|dd|summary)\b)/g, ' <'),
    );
    return [
      id === undefined ? path : `${path}#${id}`,
      kind,
      title,
      textOf(heading),
      text.replace(/\s+/g, ' ').trim(),
    ];
  });
}
