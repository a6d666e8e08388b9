import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A client's request to fetch from a repository, or to list its references. */
export interface FetchRequest {
  /** Folder of the bare repository. */
  repository: string;
  protocol: string | undefined;
  advertise: boolean;
  body: Buffer | undefined;
}

/** Only responses up to this size are cached. */
export const MAX_RESPONSE_BYTES = 256 * 1024;
/** The size of all cached responses and their keys together. */
const MAX_CACHE_BYTES = 16 * 1024 * 1024;

/** Reading more files of references than this takes too long, so such a repository is not cached. */
const MAX_REF_FILES = 100;

/**
 * A digest of all that a response to a fetch depends on: the repository's references and its settings. Undefined when
 * it has too many references. Read from the files each time, since other programs can change them too.
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

/** While the files are read, git can move or remove a reference's file, or a folder that became empty. */
function undefinedIfMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Git's responses to fetches, by request and fingerprint of the repository. The checks of a class send the same request
 * again and again, and starting a git process takes longer than the rest of the response.
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

/** The key counts too. Otherwise, there would be no limit to the number of empty responses. */
const sizeOf = (key: string, response: Buffer) => key.length + response.length;

function keyOf({ repository, protocol, advertise, body }: FetchRequest): string {
  const bodyDigest = createHash('sha256')
    .update(body ?? '')
    .digest('base64');
  return JSON.stringify([repository, protocol, advertise, bodyDigest]);
}
