import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

function parse(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    // The process died in the middle of this line: the event behind it did not get its call.
    return [];
  }
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Every whole line of a journal, in order; none where there is no file. */
export function readLines(file: string): unknown[] {
  return textOf(file)
    .split('\n')
    .filter((line) => line !== '')
    .flatMap(parse);
}

/** Adds a line to a journal: it is on the disk before this returns. */
export function appendLine(file: string, entry: object): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = textOf(file);
  // A torn last line must not swallow this one.
  const start = before === '' || before.endsWith('\n') ? '' : '\n';
  const handle = openSync(file, 'a', 0o600);
  try {
    writeSync(handle, `${start}${JSON.stringify(entry)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
