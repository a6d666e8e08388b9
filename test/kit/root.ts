import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('No folder above this file has a package.json.');
  return rootAbove(parent);
}

/** The repository's root folder. It does not depend on where this file is in the repository. */
export const root = rootAbove(dirname(fileURLToPath(import.meta.url)));
