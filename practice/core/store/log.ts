import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { Change } from './table.ts';

/** A log cannot be read. The message names the file, the line, and the new name of the file that was set aside. */
export class DamagedState extends Error {}

/** A log has a format version that this practice account does not support. The file is left unchanged. */
export class UnknownStateVersion extends Error {}

/**
 * The first line of a log; a log from before format versions has none. It has the shape of a change, so that a kit from
 * before format versions can read the log: it stores the line as a record that it never uses.
 */
const header = { c: 'format', k: 'log', v: { version: 1 } } as const;

/** A line is one change, or several changes that are applied together. */
type LogLine = Change | { b: Change[] };

/** A log with fewer changes than this is not rewritten, however many of them are outdated. */
const compactThreshold = 10_000;
const chunkSize = 1024 * 1024;

/**
 * The append-only file behind a store. A line is valid once its newline is written. When the process dies while it
 * writes a line, the next start cuts that incomplete line off; its changes were never acknowledged.
 */
export class Log {
  private readonly file: string;
  private descriptor: number;
  /** Bytes of complete lines. */
  private length: number;
  /** Number of changes in the file. */
  private count = 0;
  /** The log is rewritten only when it has more changes than this. */
  private compactAt = compactThreshold;

  /** Opens the log and calls `apply` with each change in it. Throws DamagedState or UnknownStateVersion. */
  constructor(file: string, apply: (change: Change) => void) {
    this.file = file;
    this.length = existsSync(file) ? this.readAll(apply) : 0;
    this.descriptor = openSync(file, 'a', 0o600);
    ftruncateSync(this.descriptor, this.length);
    if (this.length === 0)
      this.length = writeAll(this.descriptor, Buffer.from(`${JSON.stringify(header)}\n`));
  }

  /** Writes changes as one line. Throws when they cannot all be written; then none of them is. */
  append(changes: readonly Change[]): void {
    const [only] = changes;
    const line: LogLine = changes.length === 1 && only !== undefined ? only : { b: [...changes] };
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      writeAll(this.descriptor, bytes);
    } catch (error) {
      ftruncateSync(this.descriptor, this.length);
      throw error;
    }
    this.length += bytes.length;
    this.count += changes.length;
  }

  /** Rewrites the log as `changes`, the current records, once it is much longer than they are. */
  compact(recordCount: number, changes: () => Iterable<Change>): void {
    if (this.count <= Math.max(this.compactAt, 4 * recordCount)) return;
    // When the rewrite fails (a full disk), this keeps the log from trying it again with every change.
    this.compactAt = 2 * this.count;
    this.rewrite(changes());
    this.compactAt = compactThreshold;
  }

  /** Rewrites the log when any change in it is outdated. Only for the start, when no client is waiting. */
  compactOnOpen(recordCount: number, changes: () => Iterable<Change>): void {
    if (this.count > recordCount) this.rewrite(changes());
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private rewrite(changes: Iterable<Change>): void {
    const next = `${this.file}.next`;
    const descriptor = openSync(next, 'w', 0o600);
    let count = 0;
    let length = 0;
    let text = `${JSON.stringify(header)}\n`;
    const write = () => {
      const bytes = Buffer.from(text);
      writeAll(descriptor, bytes);
      length += bytes.length;
      text = '';
    };
    try {
      for (const change of changes) {
        text += `${JSON.stringify(change)}\n`;
        count += 1;
        if (text.length > chunkSize) write();
      }
      write();
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(next, this.file);
    closeSync(this.descriptor);
    this.descriptor = openSync(this.file, 'a', 0o600);
    this.count = count;
    this.length = length;
  }

  private readAll(apply: (change: Change) => void): number {
    let number = 0;
    return readLines(this.file, (text) => {
      number += 1;
      const changes = parse(text);
      if (changes === undefined) throw this.setAside(number);
      for (const change of changes) {
        if (change.c === header.c) {
          this.requireKnownVersion(change);
          continue;
        }
        apply(change);
        this.count += 1;
      }
    });
  }

  private requireKnownVersion({ v }: Change): void {
    const version = isObject(v) ? v.version : undefined;
    if (version === header.v.version) return;
    throw new UnknownStateVersion(
      `${this.file}: this practice account does not support format version ${JSON.stringify(version)}; expected version ${header.v.version}, or none. Another version of the kit wrote this file: update this kit, or take another folder (--state DIR). Nothing was changed.`,
    );
  }

  private setAside(line: number): DamagedState {
    const aside = `${this.file}.damaged-${Date.now()}`;
    renameSync(this.file, aside);
    return new DamagedState(
      `${this.file}, line ${line}: not a line of this log. The file was set aside as ${aside}; start again for an empty practice account, or put a repaired file back.`,
    );
  }
}

/** Writes all bytes and returns how many they are. */
function writeAll(descriptor: number, bytes: Buffer): number {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
  return bytes.length;
}

function parse(text: string): Change[] | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  const changes = isObject(line) && Array.isArray(line.b) ? line.b : [line];
  return changes.every(isChange) ? changes : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isChange = (value: unknown): value is Change =>
  isObject(value) && typeof value.c === 'string' && typeof value.k === 'string';

/**
 * Calls `onLine` with each complete line and returns the number of bytes in them. Reads in chunks, since a log can be
 * longer than the longest string.
 */
function readLines(file: string, onLine: (line: string) => void): number {
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(chunkSize);
  let partialLine: Buffer[] = [];
  let length = 0;
  try {
    for (;;) {
      const bytesRead = readSync(descriptor, buffer, 0, chunkSize, null);
      if (bytesRead === 0) return length;
      let lineStart = 0;
      for (let end = buffer.indexOf(10); end !== -1 && end < bytesRead; end = buffer.indexOf(10, lineStart)) {
        const line = Buffer.concat([...partialLine, buffer.subarray(lineStart, end)]);
        partialLine = [];
        lineStart = end + 1;
        onLine(line.toString('utf8'));
        length += line.length + 1;
      }
      if (lineStart < bytesRead) partialLine.push(Buffer.from(buffer.subarray(lineStart, bytesRead)));
    }
  } finally {
    closeSync(descriptor);
  }
}
