import { expect, it } from 'vitest';
import type { Explanation } from '../../../checker/lab/lab-record.ts';
import { type BucketEntry, explains, mayLackEntries } from '../../../checker/teardown/explained-entries.ts';

const at = (second: number) => Date.parse('2027-03-01T09:00:00Z') + second * 1000;
const ofEarlierKit: Explanation = { prefixes: ['lab/'], keys: ['index.html'], since: at(10) };
const explanation: Explanation = {
  ...ofEarlierKit,
  files: [{ key: 'index.html', md5: 'aa' }],
  deployments: [{ from: at(10.5), to: at(20.5) }],
};

const version = (second: number, more: Partial<BucketEntry> = {}): BucketEntry => ({
  type: 'version',
  key: 'index.html',
  id: '1',
  modified: at(second),
  etag: 'bb',
  ...more,
});

it.each<[string, BucketEntry, boolean, boolean]>([
  ['an artifact', version(0, { key: 'lab/x' }), true, true],
  ['another key', version(15, { key: 'index.htm' }), false, false],
  ['a version from before the deployment', version(5), false, false],
  ['one from the second in which it began', version(10), true, true],
  ['one from the second after it ended', version(21), true, true],
  ['a later one with other content', version(30), false, true],
  ['a later one with the content of the file', version(30, { etag: 'aa' }), true, true],
  ['a later one whose ETag is not the MD5 of the file', version(30, { etag: 'aa-2' }), false, true],
  ['a delete marker', version(30, { type: 'marker' }), true, true],
  ['a delete marker from before the deployment', version(5, { type: 'marker' }), false, false],
  ['an upload during the deployment', version(15, { type: 'upload' }), true, true],
  ['a later upload', version(30, { type: 'upload' }), false, true],
])('%s, by content and time, and by the rule of earlier kits', (_name, entry, isExplained, wasExplained) => {
  expect(explains(explanation)(entry)).toBe(isExplained);
  expect(explains(ofEarlierKit)(entry)).toBe(wasExplained);
  expect(explains(undefined)(entry)).toBe(false);
});

const { deployments: _, ...withoutHistory } = explanation;

it.each<[string, Explanation | undefined, boolean]>([
  ['no explanation', undefined, true],
  ['nothing that was deployed', { prefixes: [], keys: [], deployments: [] }, true],
  ['all that was deployed', explanation, false],
  ['an artifact that is gone', { ...explanation, isIncomplete: true }, true],
  ['files, and no history', withoutHistory, true],
  ['the artifact bucket, into which nothing is deployed', { prefixes: ['lab/'], keys: [] }, false],
  ['what an earlier kit wrote down', ofEarlierKit, false],
])('with %s, more may be missing: %j', (_name, known, mayLack) => {
  expect(mayLackEntries(known)).toBe(mayLack);
});
