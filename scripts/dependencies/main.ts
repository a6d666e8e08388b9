import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './check.ts';
import { readSource, type SourceFile } from './imports.ts';
import { modules } from './modules.ts';
import { drawModules, pictureFile } from './picture.ts';

const usage = `Checks who imports whom, and draws it.

usage: npm run lint:modules [-- --draw]

  --draw   write the picture of the modules to ${pictureFile}, instead of comparing it
`;

// The bundle is in dist/, beside which the sources are.
const root = fileURLToPath(new URL('..', import.meta.url));
const roots = new Set(modules.map(({ folder }) => folder.split('/')[0] ?? folder));

function sources(): SourceFile[] {
  return [...roots]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
    )
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('site/dist/'))
    .sort()
    .map((file) => readSource(file, readFileSync(join(root, file), 'utf8')));
}

async function main(args: readonly string[]): Promise<number> {
  if (args.length > 1 || (args[0] !== undefined && args[0] !== '--draw')) {
    process.stderr.write(usage);
    return 2;
  }
  const all = sources();
  const violations = check(all);
  const picture = await drawModules(all);
  const file = join(root, pictureFile);
  if (args[0] === '--draw') writeFileSync(file, picture);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== picture)
    violations.push(
      `${pictureFile}: not what the imports give. Draw it again: npm run lint:modules -- --draw`,
    );
  if (violations.length === 0) {
    process.stdout.write(`${all.length} files, ${modules.length} modules: every import is allowed\n`);
    return 0;
  }
  process.stderr.write(`${violations.join('\n')}\n`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
