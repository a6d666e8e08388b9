import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DamagedState, MissingBlob, StateInUse, Store } from '../../../practice/core/store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function first(): void {
  const store = new Store(dir);
  store.collection('rows').set('a', { n: 1 });
  store.flush();
}

const rows = (store: Store) => [...store.collection<{ n: number }>('rows').entries()];

it('returns what was set, changed and deleted, without having been closed', () => {
  const store = new Store(dir);
  const table = store.collection<{ n: number }>('rows');
  table.set('a', { n: 1 });
  table.set('b', { n: 2 });
  table.set('a', { n: 3 });
  expect(table.delete('b')).toBe(true);
  expect(table.delete('b')).toBe(false);
  store.flush();
  // Nothing is closed: the process could have been killed here.
  const again = new Store(dir);
  expect(rows(again)).toEqual([['a', { n: 3 }]]);
});

it('has written each change before any other code runs', async () => {
  new Store(dir).collection('rows').set('a', { n: 1 });
  await Promise.resolve();
  expect(rows(new Store(dir))).toEqual([['a', { n: 1 }]]);
});

it('keeps changes of one transaction together: a truncated line drops all of them', async () => {
  const table = new Store(dir).collection('rows');
  table.set('a', { n: 1 });
  await Promise.resolve();
  table.set('a', { n: 2 });
  table.set('b', { n: 2 });
  await Promise.resolve();
  truncateSync(join(dir, 'log.jsonl'), statSync(join(dir, 'log.jsonl')).size - 3);
  expect(rows(new Store(dir))).toEqual([['a', { n: 1 }]]);
});

it('keeps the bytes that records name, and deletes the others', () => {
  const store = new Store(dir);
  const kept = store.putBlob(Buffer.from('bytes'));
  const shared = store.putBlob(Buffer.from('shared'));
  const orphan = store.putBlob(Buffer.from('of a writer that died'));
  const table = store.collection<{ blob: string }>('rows');
  table.set('a', { blob: kept });
  table.set('b', { blob: shared });
  table.set('c', { blob: shared });
  store.flush();
  const again = new Store(dir);
  expect(again.getBlob(kept).toString()).toBe('bytes');
  expect(() => again.getBlob(orphan)).toThrow(MissingBlob);
  const rows = again.collection<{ blob: string }>('rows');
  rows.delete('b');
  again.deleteBlob(shared);
  again.flush();
  expect(again.getBlob(shared).toString()).toBe('shared');
  rows.delete('c');
  again.deleteBlob(shared);
  // While the log still has the record, its bytes exist.
  expect(again.getBlob(shared).toString()).toBe('shared');
  again.flush();
  expect(() => again.getBlob(shared)).toThrow(MissingBlob);
});

it('returns to a snapshot with its bytes, and stays there after a restart', () => {
  const store = new Store(dir);
  const table = store.collection<{ n: number; blob?: string }>('rows');
  const blob = store.putBlob(Buffer.from('then'));
  table.set('a', { n: 1, blob });
  table.set('b', { n: 1 });
  const then = store.snapshot();
  for (let round = 0; round < 2; round++) {
    table.delete('a');
    store.deleteBlob(blob);
    const later = store.putBlob(Buffer.from('later'));
    table.set('b', { n: 2, blob: later });
    store.collection('others').set('x', {});
    store.flush();
    store.restore(then);
    expect(table.get('a')).toEqual({ n: 1, blob });
    expect(table.get('b')).toEqual({ n: 1 });
    expect(store.collection('others').size).toBe(0);
    expect(store.getBlob(blob).toString()).toBe('then');
    expect(() => store.getBlob(later)).toThrow(MissingBlob);
  }
  const again = new Store(dir);
  expect(new Map(again.collection('rows').entries())).toEqual(new Map(table.entries()));
  expect(again.getBlob(blob).toString()).toBe('then');
  table.delete('a');
  store.deleteBlob(blob);
  store.flush();
  expect(store.getBlob(blob).toString()).toBe('then');
  store.release(then);
  expect(() => store.getBlob(blob)).toThrow(MissingBlob);
});

it('keeps its log from growing without bound', async () => {
  const store = new Store(dir);
  const table = store.collection('rows');
  let largest = 0;
  for (let n = 0; n < 60_000; n++) {
    table.set(`k${n % 10}`, { n });
    if (n % 100 === 0) {
      await Promise.resolve();
      largest = Math.max(largest, statSync(join(dir, 'log.jsonl')).size);
    }
  }
  store.flush();
  expect(largest).toBeLessThan(11_000 * 50);
  expect(rows(new Store(dir)).length).toBe(10);
  expect(new Store(dir).collection('rows').get('k9')).toEqual({ n: 59_999 });
});

it('allows one process at a time to open a folder', () => {
  const store = new Store(dir);
  const lock = join(dir, 'lock');
  // The parent of this process is running, and is another process.
  writeFileSync(lock, JSON.stringify({ pid: process.ppid, folder: statSync(dir).ino }));
  expect(() => new Store(dir)).toThrow(StateInUse);
  expect(() => new Store(dir)).toThrow(`process ${process.ppid}`);
  // The lock in a copied folder belongs to the original.
  writeFileSync(lock, JSON.stringify({ pid: process.ppid, folder: statSync(dir).ino + 1 }));
  new Store(dir).close();
  expect(existsSync(lock)).toBe(false);
  store.close();
});

it('treats a truncated last line as never acknowledged', () => {
  first();
  appendFileSync(join(dir, 'log.jsonl'), '{"c":"rows","k":"b","v":{"n"');
  const again = new Store(dir);
  expect(rows(again)).toEqual([['a', { n: 1 }]]);
  again.collection('rows').set('c', { n: 4 });
  again.flush();
  expect(rows(new Store(dir))).toEqual([
    ['a', { n: 1 }],
    ['c', { n: 4 }],
  ]);
});

it.each(['garbage', '7', '{"c":"rows"}', '{"b":[{}]}'])(
  'moves a log with the line %s aside, reports it, and overwrites nothing',
  (line) => {
    first();
    const log = join(dir, 'log.jsonl');
    const damaged = `${readFileSync(log, 'utf8')}${line}\n{"c":"rows","k":"b","v":1}\n`;
    writeFileSync(log, damaged);
    const orphan = join(dir, 'blobs', 'of-a-record-after-the-damage');
    writeFileSync(orphan, 'x');
    expect(() => new Store(dir)).toThrow(DamagedState);
    const aside = readdirSync(dir).find((name) => name.startsWith('log.jsonl.damaged-'));
    expect(readFileSync(join(dir, aside as string), 'utf8')).toBe(damaged);
    expect(existsSync(log)).toBe(false);
    expect(rows(new Store(dir))).toEqual([]);
    // A repaired log that is put back finds its bytes.
    expect(existsSync(orphan)).toBe(true);
  },
);

it('keeps everything in memory without a folder', () => {
  const store = new Store();
  const blob = store.putBlob(Buffer.from('x'));
  store.collection('rows').set('a', { n: 1 });
  expect(rows(store)).toEqual([['a', { n: 1 }]]);
  expect(store.getBlob(blob).toString()).toBe('x');
  store.deleteBlob(blob);
  expect(() => store.getBlob(blob)).toThrow(MissingBlob);
});

it('returns the records of a group as they are added and deleted', () => {
  const store = new Store();
  const names = store.collection<string>('names');
  names.set('a/one', '1');
  names.set('a/b/two', '2');
  names.set('alone', '3');
  expect(names.inGroup('a')).toEqual(['1']);
  names.set('a/three', '4');
  names.set('a/one', '1 again');
  expect(names.inGroup('a')).toEqual(['1 again', '4']);
  expect(names.inGroup('a/b')).toEqual(['2']);
  names.delete('a/one');
  names.delete('a/three');
  expect(names.inGroup('a')).toEqual([]);
  expect(names.inGroup('b')).toEqual([]);
  const snapshot = store.snapshot();
  names.set('a/four', '5');
  store.restore(snapshot);
  expect(names.inGroup('a')).toEqual([]);
  expect(names.inGroup('a/b')).toEqual(['2']);
});
