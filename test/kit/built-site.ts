import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defined } from '../../base/defined.ts';
import { buildSite } from '../../site/build.ts';

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

export interface BuiltSite {
  readonly folder: string;
  readonly files: readonly string[];
  remove(): void;
}

/** The site, built from the course into a folder of its own. Its scripts are those of the last `npm run build`. */
export async function builtSite(base?: string): Promise<BuiltSite> {
  const out = mkdtempSync(join(realpathSync(tmpdir()), 'lab-site-'));
  const files = await buildSite({
    labs: folder('labs'),
    assets: folder('dist/browser'),
    out,
    ...defined({ base }),
  });
  return { folder: out, files, remove: () => rmSync(out, { recursive: true }) };
}
