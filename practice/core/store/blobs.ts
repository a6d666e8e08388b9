import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A record refers to a blob that does not exist: another program changed the state folder. */
export class MissingBlob extends Error {}

/** Bytes by id. A blob never changes; new content is a new blob. */
export interface Blobs {
  put(bytes: Uint8Array): string;
  /** Throws MissingBlob. */
  get(id: string): Buffer;
  delete(id: string): void;
  ids(): Iterable<string>;
}

/** One file for each blob. */
export function folderBlobs(dir: string): Blobs {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return {
    put(bytes) {
      const id = randomUUID();
      writeFileSync(join(dir, id), bytes, { mode: 0o600 });
      return id;
    },
    get(id) {
      try {
        return readFileSync(join(dir, id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        throw new MissingBlob(`${join(dir, id)} is missing.`);
      }
    },
    delete: (id) => rmSync(join(dir, id), { force: true }),
    ids: () => readdirSync(dir),
  };
}

export function memoryBlobs(): Blobs {
  const blobs = new Map<string, Buffer>();
  return {
    put(bytes) {
      const id = randomUUID();
      blobs.set(id, Buffer.from(bytes));
      return id;
    },
    get(id) {
      const bytes = blobs.get(id);
      if (bytes === undefined) throw new MissingBlob(`There is no blob ${id}.`);
      return bytes;
    },
    delete: (id) => void blobs.delete(id),
    ids: () => [...blobs.keys()],
  };
}
