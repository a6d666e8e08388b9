import { CsvError, parse } from 'csv-parse/sync';
import {
  type Fields,
  type Problem,
  type RawRoster,
  type RawSeat,
  type Suggest,
  seatKeys,
  unknownKey,
} from './raw-roster.ts';

/** The delimiters that spreadsheet programs use, depending on their locale. */
const delimiters = [',', ';', '\t'] as const;

/** The delimiter with which the first line that is not empty has the most known columns. */
function delimiterOf(text: string): string {
  const first = /[^\r\n]*[^\s,;][^\r\n]*/.exec(text)?.[0] ?? '';
  const score = (delimiter: string) =>
    first.split(delimiter).filter((name) => isKey(columnName(name.replaceAll('"', '')))).length;
  return [...delimiters].sort((a, b) => score(b) - score(a))[0] ?? ',';
}

/** Converts a heading to a key: `External ID` is `external-id`. */
const columnName = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');

const isKey = (name: string) => (seatKeys as readonly string[]).includes(name);

interface Parsed {
  record: string[];
  info: { lines: number };
}

/**
 * Parses a CSV roster without validating its values: the first row names the columns, every other row is a
 * seat. Accepts commas, semicolons or tabs, quotes, a byte order mark, CRLF and empty lines.
 */
export function parseCsvRoster(text: string, suggest: Suggest): RawRoster {
  const problems: Problem[] = [];
  let parsed: Parsed[] = [];
  try {
    parsed = parse(text, {
      bom: true,
      info: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter: delimiterOf(text),
      // Allows a name such as Anna "Ann" Meier in an unquoted cell.
      relax_quotes: true,
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = (error as CsvError & { lines?: number }).lines;
    problems.push({ line: at ?? 1, message: `not CSV: ${error.message}` });
  }
  const [header, ...records] = parsed.filter(({ record }) => record.some((cell) => cell !== ''));
  if (header === undefined) {
    if (problems.length === 0)
      problems.push({ line: 1, message: `expected a first row with the columns ${seatKeys.join(', ')}` });
    return { head: new Map(), rows: [], problems };
  }
  const columns = header.record.map(columnName);
  const line = header.info.lines;
  for (const [at, name] of columns.entries()) {
    if (name === '') continue;
    if (columns.indexOf(name) !== at) problems.push({ line, message: `two columns are called ${name}` });
    if (!isKey(name)) problems.push({ line, message: unknownKey('column', name, seatKeys, suggest) });
  }
  const rows: RawSeat[] = records.map(({ record, info: { lines: line } }) => {
    const cells: Fields = new Map();
    for (const [at, value] of record.entries()) {
      const name = columns[at] ?? '';
      if (isKey(name)) cells.set(name, { line, value });
      else if (name === '' && value !== '')
        problems.push({ line, message: `${JSON.stringify(value)} stands in a column without a name` });
    }
    return { line, cells };
  });
  return { head: new Map(), rows, problems };
}
