import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * A named table of records. Records are plain JSON and are never changed in place: read, copy, `set`.
 * `set` returns only once the record is in the log, so what an operation answers has survived.
 */
export interface Collection<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  set(key: string, value: T): void;
  delete(key: string): boolean;
  keys(): IterableIterator<string>;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  readonly size: number;
}

/** A damaged log: which file and line, and where it was set aside. */
export class DamagedState extends Error {}

type Line = { c: string; k: string; v?: unknown };

/**
 * The practice world's memory: collections of JSON records, and blobs (object bodies).
 * With a folder, every change is appended to `log.jsonl` before it is acknowledged, and the log is
 * rewritten as a snapshot at each start; without one, all is kept in memory.
 */
export class Store {
  private readonly tables = new Map<string, Map<string, unknown>>();
  private readonly memoryBlobs = new Map<string, Buffer>();
  private readonly dir: string | undefined;
  private log: number | undefined;

  constructor(dir?: string) {
    this.dir = dir;
    if (dir === undefined) return;
    mkdirSync(join(dir, 'blobs'), { recursive: true, mode: 0o700 });
    this.read(join(dir, 'log.jsonl'));
    this.writeSnapshot(join(dir, 'log.jsonl'));
    this.log = openSync(join(dir, 'log.jsonl'), 'a', 0o600);
  }

  collection<T>(name: string): Collection<T> {
    let table = this.tables.get(name) as Map<string, T> | undefined;
    if (table === undefined) {
      table = new Map<string, T>();
      this.tables.set(name, table);
    }
    const rows = table;
    const append = (line: Line) => this.append(line);
    return {
      get: (key) => rows.get(key),
      has: (key) => rows.has(key),
      set(key, value) {
        append({ c: name, k: key, v: value });
        rows.set(key, value);
      },
      delete(key) {
        if (!rows.has(key)) return false;
        append({ c: name, k: key });
        return rows.delete(key);
      },
      keys: () => rows.keys(),
      values: () => rows.values(),
      entries: () => rows.entries(),
      get size() {
        return rows.size;
      },
    };
  }

  /** Keeps bytes; answers the id to read them back by. */
  putBlob(bytes: Uint8Array): string {
    const id = randomUUID();
    if (this.dir === undefined) this.memoryBlobs.set(id, Buffer.from(bytes));
    else writeFileSync(join(this.dir, 'blobs', id), bytes, { mode: 0o600 });
    return id;
  }

  /** The bytes of a blob; throws when there is none, which is a fault of ours and never an answer. */
  getBlob(id: string): Buffer {
    if (this.dir !== undefined) return readFileSync(join(this.dir, 'blobs', id));
    const bytes = this.memoryBlobs.get(id);
    if (bytes === undefined) throw new Error(`no blob ${id}`);
    return bytes;
  }

  deleteBlob(id: string): void {
    if (this.dir === undefined) this.memoryBlobs.delete(id);
    else rmSync(join(this.dir, 'blobs', id), { force: true });
  }

  close(): void {
    if (this.log !== undefined) closeSync(this.log);
    this.log = undefined;
  }

  private append(line: Line): void {
    if (this.log !== undefined) writeSync(this.log, `${JSON.stringify(line)}\n`);
  }

  private read(file: string): void {
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n');
    // A last line without its newline was being written when the process died: it was never acknowledged.
    lines.pop();
    lines.forEach((text, index) => {
      let line: Line;
      try {
        line = JSON.parse(text) as Line;
      } catch {
        const aside = `${file}.damaged-${Date.now()}`;
        renameSync(file, aside);
        throw new DamagedState(
          `${file}, line ${index + 1}: not JSON. The file was set aside as ${aside}; start again for an empty practice account.`,
        );
      }
      const table = this.tables.get(line.c) ?? new Map<string, unknown>();
      this.tables.set(line.c, table);
      if (line.v === undefined) table.delete(line.k);
      else table.set(line.k, line.v);
    });
  }

  private writeSnapshot(file: string): void {
    const next = `${file}.next`;
    writeFileSync(next, '', { mode: 0o600 });
    for (const [c, table] of this.tables) {
      for (const [k, v] of table) appendFileSync(next, `${JSON.stringify({ c, k, v })}\n`);
    }
    const descriptor = openSync(next, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(next, file);
  }
}
