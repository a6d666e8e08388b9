import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../kit/root.ts';

const folder = join(root, 'test', 'golden', 'printed', 'fixtures');
const isWriting = process.env.GOLDEN_WRITE === '1';

/** The command that writes the fixtures of the running test. */
function commandToWrite(): string {
  const file = relative(root, expect.getState().testPath ?? '');
  const config = file.includes('.long.') ? '--config vitest.long.config.ts ' : '';
  return `To write it: GOLDEN_WRITE=1 npx vitest run ${config}${file}`;
}

/**
 * Compares a text with its fixture. With `GOLDEN_WRITE=1` it writes the fixture instead, which CI refuses. A missing
 * fixture fails the test.
 */
export function golden(name: string, text: string): void {
  const file = join(folder, name);
  if (isWriting) {
    if (process.env.CI !== undefined && process.env.CI !== 'false')
      throw new Error('GOLDEN_WRITE=1 is refused in CI: commit the fixtures.');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file)) throw new Error(`The fixture ${name} is missing. ${commandToWrite()}`);
  expect(text, `${name} has changed. ${commandToWrite()}`).toBe(readFileSync(file, 'utf8'));
}

/** The same for a value, as indented JSON. */
export function goldenJson(name: string, value: unknown): void {
  golden(name, `${JSON.stringify(value, null, 2)}\n`);
}
