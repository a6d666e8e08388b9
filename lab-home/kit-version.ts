import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kitRoot } from './home.ts';

/** The version in the kit's package.json. */
export function kitVersion(): string {
  const manifest = JSON.parse(readFileSync(join(kitRoot(), 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
