import type { SearchEntry } from '../search-entry.ts';

export interface Hit {
  readonly path: string;
  readonly kind: string;
  readonly title: string;
  readonly heading: string;
  /** The text around the first match, split at the matches: every second part is a match. */
  readonly snippet: readonly string[];
}

/** The entries with every word of the query, best first: a match in a title or a heading counts more than in the text. */
export function find(entries: readonly SearchEntry[], query: string): Hit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const scored: { score: number; entry: SearchEntry }[] = [];
  for (const entry of entries) {
    const score = scoreOf(entry, words);
    if (score > 0) scored.push({ score, entry });
  }
  scored.sort((a, b) => b.score - a.score);
  return scored.map(({ entry: [path, kind, title, heading, text] }) => ({
    path,
    kind,
    title,
    heading,
    snippet: snippetOf(text, words),
  }));
}

function scoreOf([, , title, heading, text]: SearchEntry, words: readonly string[]): number {
  const [inTitle, inHeading, inText] = [title, heading, text].map((part) => part.toLowerCase());
  let score = 0;
  for (const word of words) {
    const found =
      (inTitle?.includes(word) ? (heading === '' ? 8 : 3) : 0) +
      (inHeading?.includes(word) ? 6 : 0) +
      (inText?.includes(word) ? 2 : 0);
    if (found === 0) return 0;
    score += found;
  }
  return score;
}

function snippetOf(text: string, words: readonly string[]): string[] {
  const escapeRegExp = (word: string) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const any = new RegExp(`(${words.map(escapeRegExp).join('|')})`, 'gi');
  const first = Math.max(text.search(any), 0);
  const start = first < 60 ? 0 : text.indexOf(' ', first - 50) + 1;
  const end = text.length - start < 200 ? text.length : text.lastIndexOf(' ', start + 180);
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`.split(any);
}
