import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { demandKnownVersion, formatVersion } from '../lab/format-version.ts';

function parse(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    // The process died in the middle of this line: the event behind it did not get its call.
    return [];
  }
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

const versionOf = (line: unknown) =>
  typeof line === 'object' && line !== null && 'version' in line ? line.version : undefined;

/** A journal begins with a line that has its version and nothing else. One from before versions does not. */
const header = `${JSON.stringify({ version: formatVersion })}\n`;

function entriesIn(text: string, file: string): unknown[] {
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap(parse);
  for (const line of lines) demandKnownVersion(file, versionOf(line));
  return lines.filter((line) => versionOf(line) === undefined);
}

/** Every whole line of a journal, in order; none where there is no file. Throws UnknownVersion. */
export const readLines = (file: string): unknown[] => entriesIn(textOf(file), file);

/** Adds a line to a journal: it is on the disk before this returns. Throws UnknownVersion. */
export function appendLine(file: string, entry: object): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = textOf(file);
  entriesIn(before, file);
  // A torn last line must not swallow this one.
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
