import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from '../../checker/account/run-program.ts';

/** How to start the Chromium that comes as an npm package. */
export interface PackagedChromium {
  executablePath: string;
  env: Record<string, string>;
}

/**
 * Unpacks Chromium, its libraries and its fonts beside the package, if that was not done before. The package itself
 * unpacks to fixed names in the folder for temporary files, where a second process starts a browser that the first one
 * is still writing. Here each process unpacks to a folder of its own, which gets its name only when it is complete.
 */
export async function packagedChromium(): Promise<PackagedChromium> {
  const folder = join(nodeModules(), '.cache', 'chromium', packageVersion());
  await provide(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  };
}

async function provide(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const unpacked = mkdtempSync(join(dirname(folder), 'unpacking-'));
  try {
    await unpack(unpacked);
    setFontFolder(unpacked, folder);
    renameSync(unpacked, folder);
  } catch (error) {
    rmSync(unpacked, { recursive: true, force: true });
    // Another process was first. Its folder is complete, too.
    if (!existsSync(folder)) throw error;
  }
}

/**
 * Lets the package unpack into a folder, in a process of its own: the package takes the folder from the environment. It
 * is made for AWS Lambda, and brings libraries and fonts only if AWS_LAMBDA_JS_RUNTIME is set.
 */
async function unpack(folder: string): Promise<void> {
  const code = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await outputOf(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: dirname(nodeModules()),
    env: { ...process.env, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x', TMPDIR: folder },
  });
}

/** The fonts' settings name the folder that the package would have unpacked to. */
function setFontFolder(unpacked: string, folder: string): void {
  const file = join(unpacked, 'fonts', 'fonts.conf');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('/tmp/', `${folder}/`));
}

/** The nearest folder of packages above this file, which may be bundled. */
function nodeModules(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules');
    if (existsSync(join(found, '@sparticuz', 'chromium'))) return found;
    if (dirname(folder) === folder) throw new Error('@sparticuz/chromium is not installed. Type: npm ci');
  }
}

function packageVersion(): string {
  const manifest = readFileSync(join(nodeModules(), '@sparticuz', 'chromium', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
