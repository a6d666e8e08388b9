import { escapeControls } from './escape-control.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes text for HTML, in an element or between quotes. Characters that HTML cannot represent, or that change how
 * the text around them reads, become `\u` escapes.
 */
export const escapeHtml = (text: string): string =>
  escapeControls(text).replace(/[&<>"']/g, (one) => entities[one] ?? one);

/** The text of a piece of HTML that this kit generated. */
export const htmlToText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
