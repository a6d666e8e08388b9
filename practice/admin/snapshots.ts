import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator, PendingWork } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import type { QuiesceLock } from '../core/quiesce-lock.ts';
import type { StoreSnapshot } from '../core/store.ts';
import { copyRepositories, restoreRepositories } from '../git-host/repository-copies.ts';

/** Snapshots of the whole emulator: records and blobs in memory, repositories as a copy with hard links. */
export class Snapshots {
  private readonly emulator: Emulator;
  private readonly quiesceLock: QuiesceLock;
  private readonly dir: string;
  private readonly snapshots = new Map<string, StoreSnapshot>();

  /** `dir` must be on the file system of the repositories, so that their objects can be linked. */
  constructor(emulator: Emulator, quiesceLock: QuiesceLock, dir: string) {
    this.emulator = emulator;
    this.quiesceLock = quiesceLock;
    this.dir = dir;
    rmSync(dir, { recursive: true, force: true });
  }

  /** Waits until no call, push or action is active, takes a snapshot, and returns its id. */
  take(): Promise<string> {
    return this.whenQuiescent(() => {
      const id = randomUUID();
      copyRepositories(this.emulator.gitDir, join(this.dir, id));
      this.snapshots.set(id, this.emulator.store.snapshot());
      return id;
    });
  }

  /** Restores a snapshot and emits `restored`, at which services rebuild their in-memory state from the records. */
  restore(id: string): Promise<void> {
    return this.whenQuiescent(() => {
      const snapshot = this.find(id);
      restoreRepositories(join(this.dir, id), this.emulator.gitDir);
      this.emulator.store.restore(snapshot);
      this.emulator.events.emit('restored');
    });
  }

  drop(id: string): void {
    this.emulator.store.release(this.find(id));
    this.snapshots.delete(id);
    rmSync(join(this.dir, id), { recursive: true, force: true });
  }

  /** Removes the copies on disk. Snapshots do not outlive the process. */
  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  get ids(): string[] {
    return [...this.snapshots.keys()];
  }

  private find(id: string): StoreSnapshot {
    const found = this.snapshots.get(id);
    if (found !== undefined) return found;
    const existing = this.ids.join(', ') || 'none';
    throw new AwsError('NoSuchSnapshot', `There is no snapshot ${id} (there: ${existing}).`, 404);
  }

  /** Does the work when no call, push or action is active. */
  private whenQuiescent<T>(work: () => T): Promise<T> {
    return this.quiesceLock.runExclusive(async () => {
      const pending: PendingWork = [];
      this.emulator.events.emit('quiesce', pending);
      await Promise.all(pending);
      return work();
    });
  }
}
