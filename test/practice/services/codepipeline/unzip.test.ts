import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { contentType } from '../../../../practice/services/codepipeline/actions/content-types.ts';
import { unzip } from '../../../../practice/services/codepipeline/actions/unzip.ts';

describe('an archive', () => {
  it('returns its files, without its folders', () => {
    const archive = zipSync({
      'index.html': strToU8('<p>'),
      css: { 'a.css': strToU8('p{}') },
      'empty/': new Uint8Array(),
    });
    expect([...unzip(archive).keys()].sort()).toEqual(['css/a.css', 'index.html']);
  });

  it('is rejected if a path leads out of it', () => {
    for (const name of ['../up.html', 'a/../../up.html', '..\\up.html']) {
      expect(() => unzip(zipSync({ [name]: strToU8('x') }))).toThrow(
        'contains invalid sequence: dot-dot-slash',
      );
    }
  });

  it('is rejected if it is no archive, or if it states a wrong size', () => {
    expect(() => unzip(strToU8('not a zip'))).toThrow('The archive is malformed.');
    const bomb = zipSync({ 'a.txt': strToU8('x') });
    // The uncompressed size in the central directory, at offset 24 of its entry.
    const entry = Buffer.from(bomb).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(entry + 24, 65 * 1024 * 1024, true);
    expect(() => unzip(bomb)).toThrow(
      'The archive is too large: the practice account extracts at most 64 MB and 20000 files.',
    );
  });
});

describe('content types', () => {
  it.each([
    ['index.html', 'text/html'],
    ['A/B.CSS', 'text/css'],
    ['LICENSE', 'application/octet-stream'],
  ])('%s is %s', (file, type) => expect(contentType(file)).toBe(type));
});
