export { shellQuote } from '../lab/shell-quote.ts';

/** `2026-03-01 14:05:09 UTC` */
export function formatTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A rounded duration without its sign: `40 s`, `12 min`, `3 h`, `2 days`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** The short form of a commit's or an execution's ID: 8 characters. */
export function shortId(id: string | undefined): string {
  return id === undefined || id === '' ? '(none)' : id.slice(0, 8);
}

/** `a`, `a and b`, `a, b and c` */
export function formatList(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? 'none';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
