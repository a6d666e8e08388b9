import { escapeHtml } from '../../terminal/html.ts';
import { findPlaceholders, type PlaceholderSpan } from './find.ts';

/** Plain text as HTML, marked with the kind of value that can replace it. */
export const placeholderHtml = (kind: string, plain: string): string =>
  `<var data-v="${kind}">${escapeHtml(plain)}</var>`;

/** Text as HTML, with the ranges marked that a learner's own values can replace. */
export function withPlaceholders(
  text: string,
  placeholders: readonly PlaceholderSpan[] = findPlaceholders(text),
): string {
  let at = 0;
  let html = '';
  for (const { start, end, kind } of placeholders) {
    html += escapeHtml(text.slice(at, start)) + placeholderHtml(kind, text.slice(start, end));
    at = end;
  }
  return html + escapeHtml(text.slice(at));
}
