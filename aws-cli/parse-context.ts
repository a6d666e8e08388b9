import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { UsageError } from './errors.ts';

/** Where the parser gets what a command's words refer to. */
export interface ParseContext {
  /** The bytes of a file; undefined when they are unknown, as for a command that is only validated. */
  read(path: string): Buffer | undefined;
  /** False if the words still contain shell variables as `$NAME`. */
  expanded: boolean;
}

/** For a command that runs: the shell has expanded its words, and its files exist. */
export const runtimeContext: ParseContext = {
  expanded: true,
  read(path) {
    try {
      return readFileSync(path.replace(/^~(?=\/)/, homedir()));
    } catch (error) {
      throw new UsageError(`Unable to load ${path}: ${(error as Error).message}`);
    }
  },
};

/** For a command that is only validated: no file is read, and no variable has a value. */
export const staticContext: ParseContext = { expanded: false, read: () => undefined };

/** The path that `file://` or `fileb://` names. */
export function fileUrl(word: string): string | undefined {
  return /^fileb?:\/\/(.*)$/s.exec(word)?.[1];
}
