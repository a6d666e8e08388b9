import { escapeHtml } from '../../terminal/html.ts';
import { relativeUrl } from '../urls.ts';

interface PagerLink {
  readonly path: string;
  readonly label: string;
  readonly title: string;
}

/** Links to the previous and the next page, as far as they exist. */
export function pager(path: string, previous: PagerLink | undefined, next: PagerLink | undefined): string {
  const card = (kind: string, to: PagerLink | undefined) =>
    to === undefined
      ? ''
      : `<a class="${kind}" href="${relativeUrl(path, to.path)}"><span>${escapeHtml(to.label)}</span>${escapeHtml(to.title)}</a>`;
  return `<nav class="steer" aria-label="Before and after">${card('before', previous)}${card('next', next)}</nav>`;
}
