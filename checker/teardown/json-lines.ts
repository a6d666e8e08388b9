import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatVersion, requireKnownVersion } from '../lab/format-version.ts';

function parse(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    // The process died while it wrote this line, so it never made the call that follows the event.
    return [];
  }
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

const versionOf = (line: unknown) =>
  typeof line === 'object' && line !== null && 'version' in line ? line.version : undefined;

/** The first line of a journal, which contains only its version. Journals of older kits do not have it. */
const header = `${JSON.stringify({ version: formatVersion })}\n`;

function entriesIn(text: string, file: string): unknown[] {
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap(parse);
  for (const line of lines) requireKnownVersion(file, versionOf(line));
  return lines.filter((line) => versionOf(line) === undefined);
}

/** Every whole line of a journal, in order; none if the file does not exist. Throws UnknownVersion. */
export const readLines = (file: string): unknown[] => entriesIn(textOf(file), file);

/** Appends a line to a journal and syncs it to disk before returning. Throws UnknownVersion. */
export function appendLine(file: string, entry: object): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = textOf(file);
  entriesIn(before, file);
  // A torn last line has no line end: without one, this entry would become part of it.
  const torn = before.endsWith('\n') ? '' : '\n';
  const start = before === '' ? header : torn;
  const handle = openSync(file, 'a', 0o600);
  try {
    writeSync(handle, `${start}${JSON.stringify(entry)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
