import { escaped } from '../../terminal/html.ts';
import { linkFrom } from '../place.ts';

interface Neighbour {
  readonly path: string;
  readonly label: string;
  readonly title: string;
}

/** Links to the page before and the page after, where there are such. */
export function steer(path: string, before: Neighbour | undefined, next: Neighbour | undefined): string {
  const card = (kind: string, to: Neighbour | undefined) =>
    to === undefined
      ? ''
      : `<a class="${kind}" href="${linkFrom(path, to.path)}"><span>${escaped(to.label)}</span>${escaped(to.title)}</a>`;
  return `<nav class="steer" aria-label="Before and after">${card('before', before)}${card('next', next)}</nav>`;
}
