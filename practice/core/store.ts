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

/** All records of one moment. A snapshot uses little memory: it shares every record and blob with the store. */
export interface StoreSnapshot {
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** The blobs that its records name. */
  readonly blobs: ReadonlySet<string>;
}

/** The id of the blob that a record refers to: its member `blob`. */
const blobOf = (record: unknown): string | undefined => (record as { blob?: string } | undefined)?.blob;

/**
 * The emulator's state: collections of JSON records, and blobs (object bodies).
 * With a folder, every change is in `log.jsonl` before it is acknowledged, and the log is rewritten when most
 * of its changes are outdated. Without a folder, everything stays in memory.
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

  /** Opens the folder. Throws DamagedState, UnknownStateVersion, or StateInUse when another process uses it. */
  constructor(dir?: string) {
    this.blobs = dir === undefined ? memoryBlobs() : folderBlobs(join(dir, 'blobs'));
    this.unlock = dir === undefined ? () => {} : lockFolder(dir);
    if (dir === undefined) return;
    try {
      // The log is read before `this.log` is set, so that its changes are not written to it again.
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

  /** Stores bytes and returns the blob's id, which goes into a record's member `blob`. */
  putBlob(bytes: Uint8Array): string {
    return this.blobs.put(bytes);
  }

  /** The bytes of a blob. Throws MissingBlob when there is no such blob. */
  getBlob(id: string): Buffer {
    return this.blobs.get(id);
  }

  /** Deletes a blob once no record in the log and no snapshot refers to it. */
  deleteBlob(id: string): void {
    if (this.pendingChanges.length > 0) this.pendingBlobDeletes.push(id);
    else this.deleteIfUnreferenced(id);
  }

  /**
   * Writes the pending changes. The store calls it after every run of synchronous code, and the server calls it before
   * it answers a client. Throws when the changes cannot be written (a full disk); then nothing may be acknowledged.
   */
  flush(): void {
    if (this.pendingChanges.length > 0) {
      this.log?.append(this.pendingChanges);
      this.pendingChanges = [];
    }
    for (const id of this.pendingBlobDeletes.splice(0)) this.deleteIfUnreferenced(id);
    this.log?.compact(this.recordCount, () => this.allChanges());
  }

  /** The current records. The store keeps their blobs until the snapshot is released. */
  snapshot(): StoreSnapshot {
    const tables = new Map([...this.tables].map(([name, table]) => [name, new Map(table.entries())]));
    const snapshot = { tables, blobs: new Set(this.references.keys()) };
    this.snapshots.add(snapshot);
    return snapshot;
  }

  /** Restores the records of a snapshot with the fewest changes, and writes these to the log as one line. */
  restore(snapshot: StoreSnapshot): void {
    const before = [...this.references.keys()];
    for (const name of new Set([...this.tables.keys(), ...snapshot.tables.keys()]))
      this.table(name).replaceWith(snapshot.tables.get(name) ?? new Map());
    for (const id of before) this.deleteBlob(id);
    this.flush();
  }

  /** Releases a snapshot: blobs that only this snapshot refers to are deleted. */
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
      // The changes stay pending. The server flushes again before it answers a client, and gets the error then.
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

  /**
   * Removes blobs that no record refers to: the process died after it wrote the blob and before it wrote the record.
   */
  private removeOrphanedBlobs(dir: string): void {
    // The user can repair a log that was set aside and put it back, so its blobs must be kept.
    if (readdirSync(dir).some((name) => name.startsWith('log.jsonl.damaged-'))) return;
    for (const id of this.blobs.ids()) this.deleteIfUnreferenced(id);
  }
}
