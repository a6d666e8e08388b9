import { describe, expect, it } from 'vitest';
import { check } from '../../scripts/dependencies/check.ts';
import { findCycles, transitiveReduction } from '../../scripts/dependencies/cycles.ts';
import { readSource } from '../../scripts/dependencies/imports.ts';
import { moduleOf, modules } from '../../scripts/dependencies/modules.ts';

/** The violations of these files alone: a module without a file is one, too, and left out here. */
const violationsOf = (files: Record<string, string>) =>
  check(Object.entries(files).map(([file, text]) => readSource(file, text))).filter(
    (violation) => !violation.includes('has no file'),
  );

describe('reading a file', () => {
  const source = readSource(
    'checker/steps/a.ts',
    `import { one } from './one.ts';
import type { Two } from '../two.ts';
import { type Three, type Four } from '../facts/three.ts';
export { five } from './five.ts';
export type { Six } from './six.ts';
export * from './seven.ts';
const eight = await import('./eight.ts');
type Nine = import('./nine.ts').Nine;
import 'node:fs';
export const ten = 10, eleven = 11;
export interface Twelve {}
// import { no } from './comment.ts';
const text = "import './string.ts'";
`,
  );

  it('finds every form of an import, and none in comments and strings', () => {
    expect(source.imports.map(({ to }) => to).sort()).toEqual(
      [
        'checker/facts/three.ts',
        'checker/two.ts',
        ...['eight', 'five', 'nine', 'one', 'seven', 'six'].map((name) => `checker/steps/${name}.ts`),
      ].sort(),
    );
    expect(source.packages).toEqual(['node:fs']);
  });

  it('tells imports of types from imports of code, and knows the line', () => {
    const typesOnly = source.imports.filter((one) => one.typesOnly).map(({ to, line }) => `${to}:${line}`);
    expect(typesOnly.sort()).toEqual([
      'checker/facts/three.ts:3',
      'checker/steps/nine.ts:8',
      'checker/steps/six.ts:5',
      'checker/two.ts:2',
    ]);
  });

  it('finds what is exported', () => {
    expect(source.exports.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['five', 'Six', 'ten', 'eleven', 'Twelve']),
    );
  });

  it('refuses what does not parse, by name', () => {
    expect(() => readSource('terminal/a.ts', 'import {')).toThrow(/terminal\/a\.ts cannot be parsed/);
  });
});

describe('the rules', () => {
  it('name the file, the line, what it imports and what it may import', () => {
    const [violation] = violationsOf({
      'checker/steps/a.ts': "\nimport { b } from '../account/b.ts';\nimport { c } from '../facts/c.ts';\n",
      'checker/account/b.ts': 'export const b = 1;\n',
      'checker/facts/c.ts': 'export const c = 1;\n',
    });
    expect(violation).toBe(
      'checker/steps/a.ts:2: imports checker/account/b.ts. checker/steps may import checker/facts, checker/lab. Get what it needs handed in, or move the file.',
    );
  });

  it.each([
    ['the checker imports the practice account', 'checker/account/a.ts', 'practice/core/b.ts'],
    ['the practice account imports the checker', 'practice/core/a.ts', 'checker/lab/b.ts'],
    ['anything imports a command', 'scenarios/a.ts', 'cli/commands/b.ts'],
    [
      'a low layer of the practice account imports a higher one',
      'practice/core/a.ts',
      'practice/services/s3/b.ts',
    ],
    ['the companion imports the console', 'companion/server/a.ts', 'console/server/b.ts'],
  ])('refuse it when %s, by a type as well', (_what, from, to) => {
    const specifier = `${'../'.repeat(from.split('/').length - 1)}${to}`;
    for (const form of [`import { b } from '${specifier}';`, `import type { B } from '${specifier}';`])
      expect(violationsOf({ [from]: form, [to]: 'export {};' })).toEqual([
        expect.stringContaining(`${from}:1: imports ${to}`),
      ]);
  });

  it('let types through where only types may pass, and no code', () => {
    const files = (form: string) => ({
      'companion/client/a.ts': `${form} from '../server/b.ts';`,
      'companion/server/b.ts': 'export {};',
    });
    expect(violationsOf(files('import type { B }'))).toEqual([]);
    expect(violationsOf(files('import { b }'))).toHaveLength(1);
  });

  it('refuse a cycle among files, also one of types', () => {
    expect(
      violationsOf({
        'terminal/a.ts': "import type { B } from './b.ts';\nexport type A = B;",
        'terminal/b.ts': "import type { C } from './c.ts';\nexport type B = C;",
        'terminal/c.ts': "import type { A } from './a.ts';\nexport type C = A;",
      }),
    ).toEqual([
      expect.stringContaining('terminal/a.ts: imports itself by way of terminal/b.ts, terminal/c.ts'),
    ]);
  });

  it('refuse retired names of exports and of files, and no other', () => {
    expect(
      violationsOf({ 'terminal/a.ts': 'export class Troubled {}\nexport class Stage {}\nconst knob = 1;' }),
    ).toEqual([
      'terminal/a.ts:1: exports Troubled, a retired name. Call it CallFailed, or what the field calls it.',
    ]);
    expect(violationsOf({ 'terminal/tape.ts': '', 'terminal/stage.ts': '' })).toEqual([
      'terminal/tape.ts: a retired file name. Call it recording, or by what is in it.',
    ]);
  });

  it('refuse a file that no module owns, and a module without files', () => {
    expect(violationsOf({ 'attic/a.ts': '' })).toEqual([
      expect.stringContaining('attic/a.ts: lies in no module'),
    ]);
    expect(check([])).toHaveLength(modules.length);
  });

  it('give a file to the longest folder', () => {
    expect(moduleOf('classroom/simulator/a.ts')?.folder).toBe('classroom/simulator');
    expect(moduleOf('classroom/a.ts')?.folder).toBe('classroom');
    expect(moduleOf('vitest.config.ts')).toBeUndefined();
  });

  it('have no cycle themselves', () => {
    const graph = new Map(
      modules
        .filter(({ folder }) => folder !== 'practice')
        .map(({ folder, mayImport }) => [
          folder,
          new Set(
            modules
              .map((one) => one.folder)
              .filter(
                (other) =>
                  other !== folder &&
                  other !== 'practice' &&
                  mayImport.some((allowed) => other === allowed || other.startsWith(`${allowed}/`)),
              ),
          ),
        ]),
    );
    expect(findCycles(graph)).toEqual([]);
  });
});

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));

describe('graphs', () => {
  it('are searched for every cycle, and one cycle is reported once', () => {
    expect(findCycles(graph({ a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: ['d'], f: ['f'] }))).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
    expect(findCycles(graph({ a: ['b', 'c'], b: ['c'], c: [] }))).toEqual([]);
  });

  it('lose the edges that a longer path implies, and no other', () => {
    const reduced = transitiveReduction(graph({ a: ['b', 'c', 'd'], b: ['c'], c: ['e'], d: ['e'], e: [] }));
    expect([...reduced].map(([from, to]) => [from, [...to]])).toEqual([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['e']],
      ['d', ['e']],
      ['e', []],
    ]);
  });
});
