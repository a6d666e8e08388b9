import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { digestsOf } from '../../../checker/account/sources/zip.ts';

it('unpacks no more of an artifact than fits into memory, whatever the number of its files', () => {
  const large = new Uint8Array(24 * 1024 * 1024);
  const zip = zipSync({ 'a.bin': large, 'b.bin': large, 'c.bin': large, 'd.html': new Uint8Array([65]) });
  const { files } = digestsOf(zip);
  expect(files.map(({ name, md5 }) => [name, md5 !== undefined])).toEqual([
    ['a.bin', true],
    ['b.bin', true],
    ['c.bin', false],
    ['d.html', true],
  ]);
  expect(files.at(-1)?.md5).toBe('7fc56270e7a70fa81a5935b72eacbe29');
});
