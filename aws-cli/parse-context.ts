import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { UsageError } from './errors.ts';

/** What the words of a command may refer to. */
export interface ParseContext {
  /** The bytes of a file; undefined when they cannot be known, as for a command that is only looked at. */
  read(path: string): Buffer | undefined;
  /** False while shell variables still stand in the words as `$NAME`. */
  expanded: boolean;
}

/** A command that runs: the shell has done its part, and files are there. */
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

/** A command that is only looked at: no file is read, no variable is known. */
export const staticContext: ParseContext = { expanded: false, read: () => undefined };

/** The path that `file://` or `fileb://` names. */
export function fileUrl(word: string): string | undefined {
  return /^fileb?:\/\/(.*)$/s.exec(word)?.[1];
}
