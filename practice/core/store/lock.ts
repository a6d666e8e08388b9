import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process has the state folder open. */
export class StateInUse extends Error {}

/**
 * Locks a state folder for this process and returns the function that unlocks it. Two processes that wrote one log
 * would each undo the other's work. The lock of a dead process is ignored, and so is a lock that was copied with its
 * folder: the inode number in it is that of the original folder.
 */
export function lockFolder(dir: string): () => void {
  const file = join(dir, 'lock');
  const lockText = JSON.stringify({ pid: process.pid, folder: statSync(dir).ino });
  for (;;) {
    try {
      writeFileSync(file, lockText, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(file, dir);
    if (owner !== undefined)
      throw new StateInUse(
        `${dir} is in use by process ${owner}: another practice account keeps its state there. End it, or take another folder.`,
      );
    rmSync(file, { force: true });
  }
}

/** The id of the live process, other than this one, that has the lock. */
function ownerOf(file: string, dir: string): number | undefined {
  let lock: { pid?: unknown; folder?: unknown };
  try {
    lock = JSON.parse(readFileSync(file, 'utf8')) as typeof lock;
  } catch {
    return undefined; // The file was removed meanwhile, or the process died while it wrote it.
  }
  if (typeof lock.pid !== 'number' || lock.pid === process.pid || lock.folder !== statSync(dir).ino)
    return undefined;
  try {
    process.kill(lock.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return lock.pid;
}
