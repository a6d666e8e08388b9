import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../scripts/dependencies/imports.ts';
import { root } from '../kit/root.ts';

/** The TypeScript files of a folder, relative to the repository's root. */
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => file.endsWith('.ts'));

const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** The lines of the files that match, as `file:line: text`. */
const linesWith = (pattern: RegExp, files: readonly string[]) =>
  files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? `${file}:${index + 1}: ${line.trim()}` : [])),
  );
const judges = filesIn('checker/steps');
const clock = /\bDate\.now\(|\bnew Date\(\)|\bprocess\.|\bfetch\(/;
const practiceAccount = /practice|127\.0\.0\.1|localhost/i;

describe('the judges in checker/steps', () => {
  it('import no package and no module of Node', () => {
    expect(judges.length).toBeGreaterThan(10);
    expect(judges.flatMap((file) => readSource(file, textOf(file)).packages)).toEqual([]);
  });

  it('read no clock, no environment and no network', () => {
    expect(linesWith(clock, judges)).toEqual([]);
  });

  it('do not know the practice account, and neither do the facts and what reads an account', () => {
    const files = [...judges, ...filesIn('checker/account'), ...filesIn('checker/facts')];
    expect(linesWith(practiceAccount, files)).toEqual([]);
  });

  it('would be caught', () => {
    expect(readSource('a.ts', "import { readFileSync } from 'node:fs';").packages).toEqual(['node:fs']);
    expect(clock.test('const now = Date.now();')).toBe(true);
    expect(practiceAccount.test('// as the practice account does')).toBe(true);
  });
});
