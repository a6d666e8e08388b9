import { escaped } from '../../terminal/html.ts';
import { type Stretch, stretchesIn } from './find.ts';

/** Plain text, and the kind of what may stand in its place. */
export const ownable = (kind: string, plain: string): string =>
  `<var data-v="${kind}">${escaped(plain)}</var>`;

/** Text as HTML, in which the stretches that may carry a learner's own are marked. */
export function marked(text: string, stretches: readonly Stretch[] = stretchesIn(text)): string {
  let at = 0;
  let html = '';
  for (const { start, end, kind } of stretches) {
    html += escaped(text.slice(at, start)) + ownable(kind, text.slice(start, end));
    at = end;
  }
  return html + escaped(text.slice(at));
}
