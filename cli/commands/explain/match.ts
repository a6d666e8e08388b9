import type { Cause } from '../../../labs/reader/causes.ts';

/** A cause whose error was found in a text. */
export interface Match {
  cause: Cause;
  /** The part of the text that matched. */
  words: string;
}

/**
 * Removes what is not part of an error: line breaks from a terminal, and the escaping of quotes by a shell, JSON or
 * HTML.
 */
const normalized = (text: string) =>
  text
    .replace(/\\"/g, '"')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');

/** The causes whose errors a pasted text contains, the most certain first: a longer match is more certain. */
export function causesIn(text: string, causes: readonly Cause[]): Match[] {
  const normalizedText = normalized(text);
  return causes
    .flatMap((cause) => {
      const matches = (cause.errors ?? []).flatMap(
        (pattern) => new RegExp(pattern, 'i').exec(normalizedText)?.[0] ?? [],
      );
      const words = matches.sort((a, b) => b.length - a.length)[0];
      return words === undefined ? [] : [{ cause, words }];
    })
    .sort((a, b) => b.words.length - a.words.length || a.cause.id.localeCompare(b.cause.id));
}
