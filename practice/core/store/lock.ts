import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that another process has open. */
export class StateInUse extends Error {}

/**
 * Takes a state folder for this process; answers how to let go of it. Two that write one log would each undo
 * the other's work. A dead process's lock counts for nothing, and neither does one that came with a copied
 * folder, which is told by the folder's own number.
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

/** The other process that holds the lock and is alive. */
function ownerOf(file: string, dir: string): number | undefined {
  let lock: { pid?: unknown; folder?: unknown };
  try {
    lock = JSON.parse(readFileSync(file, 'utf8')) as typeof lock;
  } catch {
    return undefined; // Gone meanwhile, or its writer died over it.
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
