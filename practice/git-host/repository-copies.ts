import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies all repositories. Git never changes a file of `objects` in place, so those are linked, not copied:
 * a large repository costs as little as a small one.
 */
export function copyRepositories(from: string, to: string, inObjects = false): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    // Bodies of requests and repositories that are being made belong to nobody yet.
    if (entry.name.startsWith('.body-') || entry.name.startsWith('.new-')) continue;
    if (entry.isDirectory()) copyRepositories(source, target, inObjects || entry.name === 'objects');
    else if (inObjects) linkOrCopy(source, target);
    else copyFileSync(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // A file system without links.
    copyFileSync(source, target);
  }
}

const swapPaths = (gitDir: string) => ({ next: `${gitDir}.next`, old: `${gitDir}.old` });

/** Puts a copy in the place of all repositories; the copy stays for another time. */
export function restoreRepositories(copy: string, gitDir: string): void {
  const { next, old } = swapPaths(gitDir);
  copyRepositories(copy, next);
  renameSync(gitDir, old);
  renameSync(next, gitDir);
  rmSync(old, { recursive: true, force: true });
}

/** Clears what a death left: a restore that was not finished is undone, and so is what was being made. */
export function recoverRepositories(gitDir: string): void {
  const { next, old } = swapPaths(gitDir);
  if (!existsSync(gitDir) && existsSync(old)) renameSync(old, gitDir);
  for (const leftover of [next, old]) rmSync(leftover, { recursive: true, force: true });
  mkdirSync(gitDir, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(gitDir)) {
    if (name.startsWith('.body-') || name.startsWith('.new-'))
      rmSync(join(gitDir, name), { recursive: true, force: true });
  }
}
