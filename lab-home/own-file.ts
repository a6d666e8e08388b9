import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { CliError } from './errors.ts';

const help =
  'Delete it, then start the companion or the practice account again, or choose another folder: export LAB_HOME=FOLDER';

/** Throws CliError if another user owns the file or the folder, or if its mode has one of the forbidden bits. */
export function requireOwn(
  path: string,
  { uid, mode }: { uid: number; mode: number },
  forbidden: number,
): void {
  const user = process.getuid?.();
  // Windows has neither.
  if (user === undefined) return;
  if (uid !== user) throw new CliError(`${path} belongs to another user (${uid}), and is not used. ${help}`);
  if ((mode & forbidden) !== 0)
    throw new CliError(
      `${path} has the mode ${(mode & 0o777).toString(8)}, so other users can read or change it. It is not used. ${help}`,
    );
}

/**
 * The text of a file of this user; undefined if there is none. Follows no link. Throws CliError if another user owns it,
 * or if its mode has one of the forbidden bits.
 */
export function readOwnFile(file: string, forbidden: number): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const stats = fstatSync(descriptor);
    requireOwn(file, stats, forbidden);
    if (!stats.isFile()) throw new CliError(`${file} is not a file. Delete it.`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}
