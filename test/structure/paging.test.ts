import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../kit/root.ts';

const folders = [
  'aws-cli',
  'checker',
  'classroom',
  'companion',
  'console',
  'lab-home',
  'scenarios',
  'scripts',
];

const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => /\.tsx?$/.test(file)),
);

/** A member that names the next page in an answer of AWS. */
const pageToken = /\b(?:[nN]extToken|ContinuationToken|(?:Next)?(?:Key)?Marker)\b/;
/** The head of a loop that ends by a condition of its own. */
const openLoop = /\bwhile \(|\bdo \{|\bfor \((?:let [^;]*)?;/;

const isPagingLoop = (text: string) => pageToken.test(text) && openLoop.test(text);

it('every loop over the pages of a list finds out that the list has no end', () => {
  const loops = files.filter((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return isPagingLoop(text) && !text.includes('new PageProgress()');
  });
  expect(loops).toEqual([]);
});

it('finds such loops', () => {
  const loops = [
    'do { page = await list({ NextToken: token }) } while (page.NextToken !== undefined);',
    'for (let token: string | undefined; ; ) { token = (await read(token)).nextToken; }',
  ];
  expect(loops.map(isPagingLoop)).toEqual([true, true]);
  expect(isPagingLoop('for (const page of pages) found.push(page.NextToken);')).toBe(false);
});
