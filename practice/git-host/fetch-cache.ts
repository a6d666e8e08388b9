import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a fetching client asks of a repository. */
export interface FetchRequest {
  /** Folder of the bare repository. */
  repository: string;
  protocol: string | undefined;
  advertise: boolean;
  body: Buffer | undefined;
}

/** Only answers up to so many bytes are kept, and of all together so many. */
export const MAX_RESPONSE_BYTES = 256 * 1024;
const MAX_CACHE_BYTES = 16 * 1024 * 1024;

/** A repository with more loose references than this has no state that is quickly told. */
const MAX_REF_FILES = 100;

/**
 * What a repository's answers to a fetch rest on: where each reference is, and its settings. Undefined where that
 * is not quickly told. Read from its files each time, since others change them, too.
 */
export function repositoryFingerprint(repository: string): string | undefined {
  const hash = createHash('sha256');
  let files = 0;
  const hashFile = (name: string) => {
    files += 1;
    hash
      .update(`${name}\0`)
      .update(undefinedIfMissing(() => readFileSync(join(repository, name))) ?? 'absent');
  };
  const hashFolder = (folder: string) => {
    const entries = undefinedIfMissing(() => readdirSync(join(repository, folder), { withFileTypes: true }));
    for (const entry of entries ?? []) {
      if (files > MAX_REF_FILES) return;
      if (entry.isDirectory()) hashFolder(`${folder}/${entry.name}`);
      else hashFile(`${folder}/${entry.name}`);
    }
  };
  for (const name of ['HEAD', 'config', 'packed-refs', 'shallow']) hashFile(name);
  hashFolder('refs');
  return files > MAX_REF_FILES ? undefined : hash.digest('base64');
}

/** Git moves and removes references' files, and folders that they leave empty. */
function undefinedIfMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * What git answered to fetching clients, by what they asked and how the repository then was. A class's checks ask the
 * same thing again and again, and each start of a process of git's costs more than all else of the answer.
 */
export class FetchCache {
  private readonly cached = new Map<string, { fingerprint: string; response: Buffer }>();
  private bytes = 0;

  get(request: FetchRequest, fingerprint: string): Buffer | undefined {
    const found = this.cached.get(keyOf(request));
    return found?.fingerprint === fingerprint ? found.response : undefined;
  }

  put(request: FetchRequest, fingerprint: string, response: Buffer): void {
    const key = keyOf(request);
    this.evict(key);
    this.cached.set(key, { fingerprint, response });
    this.bytes += sizeOf(key, response);
    for (const oldest of this.cached.keys()) {
      if (this.bytes <= MAX_CACHE_BYTES) break;
      this.evict(oldest);
    }
  }

  private evict(key: string): void {
    const evicted = this.cached.get(key);
    if (evicted === undefined) return;
    this.bytes -= sizeOf(key, evicted.response);
    this.cached.delete(key);
  }
}

/** What is kept counts with its question: else nothing would bound the empty answers. */
const sizeOf = (key: string, response: Buffer) => key.length + response.length;

function keyOf({ repository, protocol, advertise, body }: FetchRequest): string {
  const bodyDigest = createHash('sha256')
    .update(body ?? '')
    .digest('base64');
  return JSON.stringify([repository, protocol, advertise, bodyDigest]);
}
