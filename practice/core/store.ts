import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Blobs, folderBlobs, memoryBlobs } from './store/blobs.ts';
import { lockFolder } from './store/lock.ts';
import { Log } from './store/log.ts';
import { type Change, type Collection, Table } from './store/table.ts';

export { MissingBlob } from './store/blobs.ts';
export { StateInUse } from './store/lock.ts';
export { DamagedState, UnknownStateVersion } from './store/log.ts';
export type { Collection } from './store/table.ts';

/** All records of one moment. Cheap to keep: it shares every record and blob with the store. */
export interface StoreSnapshot {
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** The blobs that its records name. */
  readonly blobs: ReadonlySet<string>;
}

/** A record keeps bytes by having the blob's id as its member `blob`. */
const blobOf = (record: unknown): string | undefined => (record as { blob?: string } | undefined)?.blob;

/**
 * The practice world's memory: collections of JSON records, and blobs (object bodies).
 * With a folder, every change is in `log.jsonl` before it is acknowledged, and the log is rewritten when most
 * of it no longer counts; without one, all is kept in memory.
 */
export class Store {
  private readonly tables = new Map<string, Table<unknown>>();
  private readonly blobs: Blobs;
  private readonly unlock: () => void;
  private readonly snapshots = new Set<StoreSnapshot>();
  /** How many records name each blob. */
  private readonly references = new Map<string, number>();
  private log: Log | undefined;
  private pendingChanges: Change[] = [];
  private pendingBlobDeletes: string[] = [];

  /** Opens the folder. Throws DamagedState, UnknownStateVersion, or StateInUse when another process has it. */
  constructor(dir?: string) {
    this.blobs = dir === undefined ? memoryBlobs() : folderBlobs(join(dir, 'blobs'));
    this.unlock = dir === undefined ? () => {} : lockFolder(dir);
    if (dir === undefined) return;
    try {
      // Read before `this.log` is set: what comes from the log is not written to it again.
      const log = new Log(join(dir, 'log.jsonl'), ({ c, k, v }) => {
        if (v === undefined) this.table(c).delete(k);
        else this.table(c).set(k, v);
      });
      this.log = log;
      log.compactOnOpen(this.recordCount, () => this.allChanges());
    } catch (error) {
      this.unlock();
      throw error;
    }
    this.removeOrphanedBlobs(dir);
  }

  collection<T>(name: string): Collection<T> {
    return this.table(name) as Table<T>;
  }

  /** Keeps bytes; answers the id to read them back by, which goes into a record's member `blob`. */
  putBlob(bytes: Uint8Array): string {
    return this.blobs.put(bytes);
  }

  /** The bytes of a blob; throws MissingBlob when there are none. */
  getBlob(id: string): Buffer {
    return this.blobs.get(id);
  }

  /** Forgets bytes, once the log no longer has a record with them; those of a snapshot stay. */
  deleteBlob(id: string): void {
    if (this.pendingChanges.length > 0) this.pendingBlobDeletes.push(id);
    else this.deleteIfUnreferenced(id);
  }

  /**
   * Writes what was set since. Called by itself at the end of every synchronous stretch, and by whoever
   * answers a client. Throws when it cannot be written (a full disk): then nothing may be acknowledged.
   */
  flush(): void {
    if (this.pendingChanges.length > 0) {
      this.log?.append(this.pendingChanges);
      this.pendingChanges = [];
    }
    for (const id of this.pendingBlobDeletes.splice(0)) this.deleteIfUnreferenced(id);
    this.log?.compact(this.recordCount, () => this.allChanges());
  }

  /** What the store has now. Kept, with its blobs, until it is released. */
  snapshot(): StoreSnapshot {
    const tables = new Map([...this.tables].map(([name, table]) => [name, new Map(table.entries())]));
    const snapshot = { tables, blobs: new Set(this.references.keys()) };
    this.snapshots.add(snapshot);
    return snapshot;
  }

  /** Becomes what it was, by the fewest changes; they reach the log as one. */
  restore(snapshot: StoreSnapshot): void {
    const before = [...this.references.keys()];
    for (const name of new Set([...this.tables.keys(), ...snapshot.tables.keys()]))
      this.table(name).replaceWith(snapshot.tables.get(name) ?? new Map());
    for (const id of before) this.deleteBlob(id);
    this.flush();
  }

  /** Lets go of a snapshot. */
  release(snapshot: StoreSnapshot): void {
    this.snapshots.delete(snapshot);
    for (const id of snapshot.blobs) this.deleteBlob(id);
  }

  close(): void {
    if (this.log === undefined) return;
    this.flush();
    this.log.close();
    this.log = undefined;
    this.unlock();
  }

  private get recordCount(): number {
    let count = 0;
    for (const table of this.tables.values()) count += table.size;
    return count;
  }

  private *allChanges(): Generator<Change> {
    for (const [c, table] of this.tables) for (const [k, v] of table.entries()) yield { c, k, v };
  }

  private table(name: string): Table<unknown> {
    let table = this.tables.get(name);
    if (table === undefined) {
      table = new Table<unknown>(name, (change, before) => this.onTableChange(change, before));
      this.tables.set(name, table);
    }
    return table;
  }

  private onTableChange(change: Change, before: unknown): void {
    this.countReference(blobOf(change.v), 1);
    this.countReference(blobOf(before), -1);
    if (this.log === undefined) return;
    if (this.pendingChanges.length === 0) queueMicrotask(() => this.flushInBackground());
    this.pendingChanges.push(change);
  }

  private flushInBackground(): void {
    try {
      this.flush();
    } catch {
      // The changes are still unwritten: whoever would acknowledge them flushes again, and is told.
    }
  }

  private countReference(id: string | undefined, delta: number): void {
    if (id === undefined) return;
    const count = (this.references.get(id) ?? 0) + delta;
    if (count === 0) this.references.delete(id);
    else this.references.set(id, count);
  }

  private deleteIfUnreferenced(id: string): void {
    if (this.references.has(id)) return;
    for (const snapshot of this.snapshots) if (snapshot.blobs.has(id)) return;
    this.blobs.delete(id);
  }

  /** Removes blobs that no record names: their writer died between the bytes and the record. */
  private removeOrphanedBlobs(dir: string): void {
    // A log that was set aside may be repaired and put back; its bytes must be there then.
    if (readdirSync(dir).some((name) => name.startsWith('log.jsonl.damaged-'))) return;
    for (const id of this.blobs.ids()) this.deleteIfUnreferenced(id);
  }
}
