import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies all repositories. Git never changes a file of `objects` in place, so these files are linked, not copied.
 * A large repository then takes as little time and space as a small one.
 */
export function copyRepositories(from: string, to: string, inObjects = false): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    // Request bodies and repositories that are being created are not yet part of the state.
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
    // The file system has no hard links.
    copyFileSync(source, target);
  }
}

const swapPaths = (gitDir: string) => ({ next: `${gitDir}.next`, old: `${gitDir}.old` });

/** Replaces all repositories with a copy of `copy`, which can be restored again later. */
export function restoreRepositories(copy: string, gitDir: string): void {
  const { next, old } = swapPaths(gitDir);
  copyRepositories(copy, next);
  renameSync(gitDir, old);
  renameSync(next, gitDir);
  rmSync(old, { recursive: true, force: true });
}

/**
 * Cleans up after a process that died: undoes an unfinished restore, and removes unfinished repositories and bodies.
 */
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
