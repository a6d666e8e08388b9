import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DamagedState, Store } from '../../practice/store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const rows = (store: Store) => [...store.collection<{ n: number }>('rows').entries()];

it('gives back what was set, changed and deleted, without having been closed', () => {
  const store = new Store(dir);
  const table = store.collection<{ n: number }>('rows');
  table.set('a', { n: 1 });
  table.set('b', { n: 2 });
  table.set('a', { n: 3 });
  expect(table.delete('b')).toBe(true);
  expect(table.delete('b')).toBe(false);
  const blob = store.putBlob(Buffer.from('bytes'));
  // Nothing is closed: the process might have been killed here.
  const again = new Store(dir);
  expect(rows(again)).toEqual([['a', { n: 3 }]]);
  expect(again.getBlob(blob).toString()).toBe('bytes');
  again.deleteBlob(blob);
  expect(() => again.getBlob(blob)).toThrow();
});

it('takes a last line that was cut off as never acknowledged', () => {
  new Store(dir).collection('rows').set('a', { n: 1 });
  appendFileSync(join(dir, 'log.jsonl'), '{"c":"rows","k":"b","v":{"n"');
  const again = new Store(dir);
  expect(rows(again)).toEqual([['a', { n: 1 }]]);
  again.collection('rows').set('c', { n: 4 });
  expect(rows(new Store(dir))).toEqual([
    ['a', { n: 1 }],
    ['c', { n: 4 }],
  ]);
});

it('sets a damaged log aside, names file and line, and overwrites nothing', () => {
  new Store(dir).collection('rows').set('a', { n: 1 });
  const log = join(dir, 'log.jsonl');
  const damaged = `${readFileSync(log, 'utf8')}garbage\n{"c":"rows","k":"b","v":1}\n`;
  writeFileSync(log, damaged);
  expect(() => new Store(dir)).toThrow(DamagedState);
  const aside = readdirSync(dir).find((name) => name.startsWith('log.jsonl.damaged-'));
  expect(readFileSync(join(dir, aside as string), 'utf8')).toBe(damaged);
  expect(existsSync(log)).toBe(false);
  expect(rows(new Store(dir))).toEqual([]);
});

it('keeps all in memory without a folder', () => {
  const store = new Store();
  const blob = store.putBlob(Buffer.from('x'));
  store.collection('rows').set('a', { n: 1 });
  expect(rows(store)).toEqual([['a', { n: 1 }]]);
  expect(store.getBlob(blob).toString()).toBe('x');
  store.deleteBlob(blob);
  expect(() => store.getBlob(blob)).toThrow('no blob');
});
