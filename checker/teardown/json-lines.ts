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

/** A line that contains only the version of the lines after it. Journals of older kits begin without one. */
const versionLine = (version: number) => `${JSON.stringify({ version })}\n`;

/** All whole lines, once each version line among them is known. A kit may have continued an older kit's journal. */
function linesIn(text: string, file: string, newest: number): unknown[] {
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap(parse);
  for (const line of lines) requireKnownVersion(file, versionOf(line), newest);
  return lines;
}

/**
 * Every whole line of a journal, in order; none if the file does not exist. `newest` is the journal's version in this
 * kit. Throws UnknownVersion.
 */
export const readLines = (file: string, newest = formatVersion): unknown[] =>
  linesIn(textOf(file), file, newest).filter((line) => versionOf(line) === undefined);

/**
 * Appends a line to a journal and syncs it to disk before returning. In a journal of an earlier version, the version
 * comes first, so that the kit that wrote it no longer reads it. Throws UnknownVersion.
 */
export function appendLine(file: string, entry: object, newest = formatVersion): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = textOf(file);
  const versions = linesIn(before, file, newest).map(versionOf);
  // A torn last line has no line end: without one, this entry would become part of it.
  const torn = before === '' || before.endsWith('\n') ? '' : '\n';
  // A journal without a version is of version 1.
  const isOfEarlierVersion = newest > 1 && !versions.includes(newest);
  const version = before === '' || isOfEarlierVersion ? versionLine(newest) : '';
  const handle = openSync(file, 'a', 0o600);
  try {
    writeSync(handle, `${torn}${version}${JSON.stringify(entry)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
