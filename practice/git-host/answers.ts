import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a fetching client asks of a repository. */
export interface Question {
  /** Folder of the bare repository. */
  repository: string;
  protocol: string | undefined;
  advertise: boolean;
  body: Buffer | undefined;
}

/** Only answers up to so many bytes are kept, and of all together so many. */
export const LARGEST = 256 * 1024;
const MOST = 16 * 1024 * 1024;

/** A repository with more loose references than this has no state that is quickly told. */
const FILES = 100;

/**
 * What a repository's answers to a fetch rest on: where each reference is, and its settings. Undefined where that
 * is not quickly told. Read from its files each time, since others change them, too.
 */
export function stateOf(repository: string): string | undefined {
  const hash = createHash('sha256');
  let files = 0;
  const take = (name: string) => {
    files += 1;
    hash.update(`${name}\0`).update(unlessGone(() => readFileSync(join(repository, name))) ?? 'absent');
  };
  const walk = (folder: string) => {
    const entries = unlessGone(() => readdirSync(join(repository, folder), { withFileTypes: true }));
    for (const entry of entries ?? []) {
      if (files > FILES) return;
      if (entry.isDirectory()) walk(`${folder}/${entry.name}`);
      else take(`${folder}/${entry.name}`);
    }
  };
  for (const name of ['HEAD', 'config', 'packed-refs', 'shallow']) take(name);
  walk('refs');
  return files > FILES ? undefined : hash.digest('base64');
}

/** Git moves and removes references' files, and folders that they leave empty. */
function unlessGone<T>(read: () => T): T | undefined {
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
export class Answers {
  private readonly kept = new Map<string, { state: string; answer: Buffer }>();
  private bytes = 0;

  get(question: Question, state: string): Buffer | undefined {
    const found = this.kept.get(keyOf(question));
    return found?.state === state ? found.answer : undefined;
  }

  put(question: Question, state: string, answer: Buffer): void {
    const key = keyOf(question);
    this.drop(key);
    this.kept.set(key, { state, answer });
    this.bytes += sizeOf(key, answer);
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= MOST) break;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    const before = this.kept.get(key);
    if (before === undefined) return;
    this.bytes -= sizeOf(key, before.answer);
    this.kept.delete(key);
  }
}

/** What is kept counts with its question: else nothing would bound the empty answers. */
const sizeOf = (key: string, answer: Buffer) => key.length + answer.length;

function keyOf({ repository, protocol, advertise, body }: Question): string {
  const asked = createHash('sha256')
    .update(body ?? '')
    .digest('base64');
  return JSON.stringify([repository, protocol, advertise, asked]);
}
