import type { Board } from '../board.ts';
import type { Row } from '../types.ts';
import { line } from './words.ts';

/**
 * Escapes one cell. A spreadsheet evaluates text that begins with one of these characters as a formula
 * (OWASP, "CSV Injection"); a leading apostrophe keeps it text. Control characters are escaped visibly.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = line(value);
  const escaped = /^\s*[=+\-@＝＋－＠|%\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\n\r']/.test(escaped) ? `"${escaped.replaceAll('"', '""')}"` : escaped;
}

const when = (time: number | undefined) => (time === undefined ? '' : new Date(time).toISOString());

const columns = (board: Board): Record<string, (row: Row) => string | number> => ({
  seat: ({ seat }) => seat,
  ...(board.hidden ? {} : { name: ({ name = '' }) => name }),
  standing: ({ standing }) => standing,
  since: ({ since }) => when(since),
  step: ({ at }) => at?.step ?? '',
  check: ({ at }) => at?.check ?? '',
  cause: ({ at }) => at?.cause ?? '',
  at_it_since: ({ at }) => when(at?.since),
  minutes: ({ at }) => (at === undefined ? '' : Math.floor((board.now - at.since) / 60_000)),
  ...Object.fromEntries(
    board.totals.map(({ id }) => [
      id,
      ({ steps }: Row) => steps.find((step) => step.id === id)?.verdict ?? 'unseen',
    ]),
  ),
  behind_minutes: ({ behind }) => behind?.minutes ?? '',
  hand: ({ hand }) => (hand === undefined ? '' : (hand.text ?? 'raised')),
  hand_since: ({ hand }) => when(hand?.at),
  looked_at: ({ lookedAt }) => when(lookedAt),
  oldest_answer: ({ oldest, lookedAt }) => when(oldest ?? lookedAt),
  source: ({ source }) => source,
  ...(board.hidden ? {} : { found: ({ at, trouble = '' }) => at?.found ?? trouble }),
});

/** The board as CSV (RFC 4180), one seat per line. */
export function csv(board: Board): string {
  const entries = Object.entries(columns(board));
  const header = entries.map(([name]) => csvCell(name)).join(',');
  const rows = board.rows.map((row) => entries.map(([, value]) => csvCell(value(row))).join(','));
  return `${[header, ...rows].join('\r\n')}\r\n`;
}
