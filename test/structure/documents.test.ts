import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../kit/root.ts';

const modules =
  'aws-cli|base|checker|classroom|cli|companion|console|lab-home|labs|practice|scenarios|scripts|site|terminal|test';
const path = new RegExp(`(?:\`|\\]\\()((?:${modules})/[A-Za-z0-9_./-]+)(?![\\w./<*…-])`, 'g');

/** The paths in a text, in code spans and links. A path with a placeholder (`labs/causes/<id>.md`) is none. */
const pathsIn = (text: string) =>
  [...text.matchAll(path)]
    .map(([, found = '']) => found.replace(/[./-]+$/, ''))
    .filter((one) => one.includes('/'));

const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => !/^labs\/(steps|causes|drills)\//.test(file));

it('every path that a document for maintainers names exists', () => {
  expect(documents).toContain('CONTRIBUTING.md');
  const missing = documents.flatMap((file) =>
    pathsIn(readFileSync(join(root, file), 'utf8'))
      // `dist` is built, and a drill's page may name a folder of the learner's.
      .filter((one) => !one.includes('/dist'))
      .filter((one) => !existsSync(join(root, one)) && !existsSync(join(root, dirname(file), one)))
      .map((one) => `${file}: ${one}`),
  );
  expect(missing).toEqual([]);
});

it('finds a path in a code span and in a link', () => {
  expect(pathsIn('`checker/none.ts` and [x](site/none/), not cli/plain.ts')).toEqual([
    'checker/none.ts',
    'site/none',
  ]);
});
