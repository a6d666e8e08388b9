import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../core/errors.ts';
import type { Gate } from '../core/gate.ts';
import type { StoreSnapshot } from '../core/store.ts';
import type { Waits, World } from '../core/world.ts';
import { copyRepositories, restoreRepositories } from '../git-host/copies.ts';

/** The whole world at moments to go back to: records and blobs in memory, repositories as a linked copy. */
export class Snapshots {
  private readonly world: World;
  private readonly gate: Gate;
  private readonly dir: string;
  private readonly taken = new Map<string, StoreSnapshot>();

  /** `dir` is on the file system of the repositories, so that their objects can be linked. */
  constructor(world: World, gate: Gate, dir: string) {
    this.world = world;
    this.gate = gate;
    this.dir = dir;
    rmSync(dir, { recursive: true, force: true });
  }

  /** Waits until nothing is under way, and keeps what is there. Answers its id. */
  take(): Promise<string> {
    return this.still(() => {
      const id = randomUUID();
      copyRepositories(this.world.gitDir, join(this.dir, id));
      this.taken.set(id, this.world.store.snapshot());
      return id;
    });
  }

  /** Puts everything back as it was, and tells `restored`: what is in memory is made anew from the records. */
  restore(id: string): Promise<void> {
    return this.still(() => {
      const snapshot = this.find(id);
      restoreRepositories(join(this.dir, id), this.world.gitDir);
      this.world.store.restore(snapshot);
      this.world.events.emit('restored');
    });
  }

  drop(id: string): void {
    this.world.store.release(this.find(id));
    this.taken.delete(id);
    rmSync(join(this.dir, id), { recursive: true, force: true });
  }

  /** Forgets all of them: they end with the process. */
  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  get ids(): string[] {
    return [...this.taken.keys()];
  }

  private find(id: string): StoreSnapshot {
    const found = this.taken.get(id);
    if (found !== undefined) return found;
    const there = this.ids.join(', ') || 'none';
    throw new AwsError('NoSuchSnapshot', `There is no snapshot ${id} (there: ${there}).`, 404);
  }

  /** Does the work in one stretch, when no call, push or action is under way. */
  private still<T>(work: () => T): Promise<T> {
    return this.gate.alone(async () => {
      const waits: Waits = [];
      this.world.events.emit('still', waits);
      await Promise.all(waits);
      return work();
    });
  }
}
