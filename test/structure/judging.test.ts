import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

/** Who may import what, by the longest matching folder. `*` is every room; files of the own folder always may. */
const rules: [folder: string, mayImport: string[]][] = [
  ['cli', ['*']],
  ['scripts', ['*']],
  ['companion', ['*']],
  ['console', ['*']],
  ['scenarios', ['*']],
  ['classroom', ['checker', 'lab-home', 'practice', 'terminal']],
  ['lab-home', ['checker', 'aws-cli', 'terminal']],
  ['aws-cli', ['checker/account', 'lab-home', 'terminal']],
  ['site', ['labs/reader', 'checker/report', 'checker/lab', 'terminal']],
  ['labs/reader', []],
  ['labs/runner', ['labs/reader']],
  ['checker', ['checker', 'terminal']],
  ['checker/steps', ['checker/lab', 'checker/facts', 'checker/account/fact.ts']],
  ['checker/account', ['checker/lab']],
  ['practice', ['practice']],
  ['terminal', []],
];

const folders = [...new Set(rules.map(([folder]) => folder.split('/')[0] as string))];

const sources = folders
  .flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  })
  .filter((file) => /\.tsx?$/.test(file));

/** Type-only imports count as well: a wall that types pass through is none. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]/g);
  return [...found].map((match) => match[1] as string);
}

const ruleFor = (file: string) =>
  rules.filter(([folder]) => file.startsWith(`${folder}/`)).sort((a, b) => b[0].length - a[0].length)[0];

function forbiddenImports(file: string): string[] {
  const rule = ruleFor(file);
  if (rule === undefined) return [`${file}: no rule for this folder`];
  const [own, allowed] = rule;
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)))
    .filter(
      (target) =>
        !allowed.includes('*') &&
        !target.startsWith(`${own}/`) &&
        !allowed.some((room) => target === room || target.startsWith(`${room}/`)),
    )
    .map((target) => `${file} imports ${target}`);
}

describe('the walls', () => {
  it('finds the rooms', () => {
    for (const room of [
      'cli',
      'checker/steps',
      'checker/account',
      'practice/protocols',
      'labs/reader',
      'labs/runner',
      'site',
    ])
      expect(
        sources.some((file) => file.startsWith(`${room}/`)),
        room,
      ).toBe(true);
  });

  it('hold: nobody imports a room that is not theirs to call', () => {
    expect(sources.flatMap(forbiddenImports)).toEqual([]);
  });

  it('keep the judging free of the SDK, clocks, files and the network', () => {
    const outside = sources
      .filter((file) => file.startsWith('checker/steps/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => !name.startsWith('.'))
          .map((name) => `${file} imports ${name}`),
      );
    expect(outside).toEqual([]);
    const clocks = sources
      .filter((file) => file.startsWith('checker/steps/'))
      .filter((file) =>
        /\bDate\.now\(|\bnew Date\(\)|\bprocess\.|\bfetch\(/.test(readFileSync(join(root, file), 'utf8')),
      );
    expect(clocks).toEqual([]);
  });

  it('keep the word "practice" out of the judging', () => {
    const knowing = sources
      .filter((file) => file.startsWith('checker/steps/') || file.startsWith('checker/account/'))
      .filter((file) => /practice|127\.0\.0\.1|localhost/i.test(readFileSync(join(root, file), 'utf8')));
    expect(knowing).toEqual([]);
  });

  it('have a rule that can fail', () => {
    expect(ruleFor('checker/steps/bucket.ts')?.[0]).toBe('checker/steps');
    expect(importsOf('cli/main.ts')).toContain('./commands/check.ts');
  });
});
