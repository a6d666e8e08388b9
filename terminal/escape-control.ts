const escapeOf = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Escapes text for a terminal or a log. An account's own text (a summary, a name) can contain characters that move
 * the cursor or change the text's direction; they become `\u` escapes. Line breaks and tabs stay.
 */
export function escapeControls(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control characters
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    escapeOf,
  );
}

/** As `escapeControls`, for text that has to stay on one line, such as a name: line breaks and tabs are escaped, too. */
export function escapeLine(text: string): string {
  return escapeControls(text).replace(/[\t\n]/g, escapeOf);
}
