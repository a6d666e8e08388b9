import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modules } from '../../scripts/dependencies/modules.ts';
import { root } from '../kit/root.ts';

/** What maintainers run prints its own text, and `aws-cli` prints what the AWS CLI prints. */
const exempt = ['scripts', 'aws-cli', 'test'];

const sources = [...new Set(modules.map(({ folder }) => folder.split('/')[0] ?? ''))]
  .filter((folder) => !exempt.includes(folder))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
  )
  .filter((file) => /\.tsx?$/.test(file));

const filesWith = (pattern: RegExp) =>
  sources.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8'))).sort();

describe('the sources', () => {
  it('print and ask in one place each', () => {
    expect(filesWith(/\b(?:stdout|stderr)\.write\(/)).toEqual(['cli/help-process.ts', 'cli/process.ts']);
    expect(filesWith(/\bimport\('inquirer'\)|from 'inquirer'/)).toEqual(['terminal/prompt.ts']);
  });

  it('spell control sequences only where they are marked as ours', () => {
    expect(filesWith(/\\u001b|\\x1b/i)).toEqual(['terminal/output.ts', 'terminal/paint.ts']);
  });

  it('escape HTML in one place', () => {
    expect(filesWith(/['"`]&lt;/)).toEqual([
      'checker/report/junit.ts',
      'practice/protocols/xml.ts',
      'terminal/html.ts',
    ]);
  });
});
