import type { Cause } from '../../../labs/reader/causes.ts';

/** A cause whose error was found in a text. */
export interface Match {
  cause: Cause;
  /** The words that told it. */
  words: string;
}

/** Line breaks that a terminal put in, and quotes that a shell or JSON did, are no part of an error. */
const normalized = (text: string) =>
  text
    .replace(/\\"/g, '"')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');

/** The causes that a pasted text speaks of, the surest first: the more of the text it is told by, the surer. */
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
