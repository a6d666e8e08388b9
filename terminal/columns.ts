import fastStringWidth from 'fast-string-width';

/** Characters that take one column: Latin-1, dashes, quotes, arrows, box drawing, and the marks ✓ and ✗. */
const singleColumn = /^[\x20-\x7e\xa0-\xac\xae-\xff\u2010-\u2027\u2190-\u21ff\u2500-\u257f\u2713\u2717]*$/;

/** The number of terminal columns of a text: East Asian characters and emoji take two, combining marks none. */
export function columnsOf(text: string): number {
  // The patterns of the library take milliseconds to compile, and most texts do not need them.
  return singleColumn.test(text) ? text.length : fastStringWidth(text);
}
