/**
 * Characters that act on a terminal or a reader's eye instead of showing: controls, lone surrogates, line and
 * paragraph separators, and characters that change the text's direction or are invisible (format characters, tags,
 * fillers). Line breaks, tabs, the selectors of an emoji's style, and the joiner within an emoji stay.
 */
const acting =
  /(?!\n|\t|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{e0000}-\u{e007f}\ufffe\uffff]/gu;

const emojiBefore = /\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?$/u;
const emojiAfter = /^\p{Extended_Pictographic}/u;

/** Whether this character joins two emoji into one, as in a family. Anywhere else it is invisible. */
const joinsEmoji = (character: string, at: number, text: string) =>
  character === '\u200d' &&
  emojiBefore.test(text.slice(Math.max(0, at - 4), at)) &&
  emojiAfter.test(text.slice(at + 1, at + 3));

/** The `\u` escape of each code unit. Within a JSON string it has the same value. */
export const escapeOf = (character: string) =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

const plain = /^[\x20-\x7e\n\t]*$/;

/**
 * Replaces each character of a text that acts instead of showing. An account's own text (a summary, a name) can
 * contain characters that move the cursor, hide text, or change its direction.
 */
export function replaceActing(text: string, replacementOf: (character: string) => string): string {
  if (plain.test(text)) return text;
  return text.replace(acting, (character: string, at: number) =>
    joinsEmoji(character, at, text) ? character : replacementOf(character),
  );
}

/** Escapes text for a terminal or a log: such characters become `\u` escapes. Line breaks and tabs stay. */
export const escapeControls = (text: string): string => replaceActing(text, escapeOf);

/** As `escapeControls`, for text that has to stay on one line, such as a name: line breaks and tabs are escaped, too. */
export function escapeLine(text: string): string {
  return escapeControls(text).replace(/[\t\n]/g, escapeOf);
}
