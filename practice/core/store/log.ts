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

/** A log that cannot be read: which file and line, and where it was set aside. */
export class DamagedState extends Error {}

/** A log of a version that this practice account does not know; it stays as it is. */
export class UnknownStateVersion extends Error {}

/**
 * The first line of a log. A log from before versions has none. It has the form of a change, so that a practice account
 * from before versions reads it, too: as a record that nobody asks for.
 */
const header = { c: 'format', k: 'log', v: { version: 1 } } as const;

/** A line is one change, or several that hold together. */
type LogLine = Change | { b: Change[] };

/** Below this many changes a log is short, however few of them still count. */
const compactThreshold = 10_000;
const chunkSize = 1024 * 1024;

/**
 * The append-only file behind a store. A line counts once its newline is written: a death in the middle of
 * one leaves a tail that is cut off at the next start, and that nobody was told of.
 */
export class Log {
  private readonly file: string;
  private descriptor: number;
  /** Bytes of whole lines. */
  private length: number;
  /** Changes in the file, and how many of them call for a rewrite. */
  private count = 0;
  private compactAt = compactThreshold;

  /** Opens the log, telling `apply` of each change in it. Throws DamagedState, or UnknownStateVersion. */
  constructor(file: string, apply: (change: Change) => void) {
    this.file = file;
    this.length = existsSync(file) ? this.readAll(apply) : 0;
    this.descriptor = openSync(file, 'a', 0o600);
    ftruncateSync(this.descriptor, this.length);
    if (this.length === 0)
      this.length = writeAll(this.descriptor, Buffer.from(`${JSON.stringify(header)}\n`));
  }

  /** Writes changes that hold together. Throws when they are not all written; then none of them is. */
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

  /** Rewrites the log as `changes`, which are all that still counts, once it is much longer than they are. */
  compact(recordCount: number, changes: () => Iterable<Change>): void {
    if (this.count <= Math.max(this.compactAt, 4 * recordCount)) return;
    // Should it fail (a full disk), it is not tried again with every change.
    this.compactAt = 2 * this.count;
    this.rewrite(changes());
    this.compactAt = compactThreshold;
  }

  /** As `compact`, whenever anything in it no longer counts: for the start, where nobody waits. */
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
          this.demandKnown(change);
          continue;
        }
        apply(change);
        this.count += 1;
      }
    });
  }

  private demandKnown({ v }: Change): void {
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

/** Answers how many bytes were written: all of them. */
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

/** Tells of each whole line, read piece by piece since a log may outgrow a string; answers their bytes. */
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
