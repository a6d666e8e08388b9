import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unzip } from '../../../practice/services/codepipeline/actions/unzip.ts';

describe('archives', () => {
  const refused = (files: Record<string, Uint8Array>) => () => unzip(zipSync(files));

  it('with a path that leads out are rejected', () => {
    for (const name of ['../a', 'a/../../b', '..\\a', 'a\\..\\..\\b', '..'])
      expect(refused({ [name]: strToU8('x') }), name).toThrow('dot-dot-slash');
  });

  it('with an absolute path or a link return plain content under that name, and no file is created', () => {
    const link = zipSync({ link: [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] });
    expect([...unzip(link)]).toEqual([['link', strToU8('/etc/passwd')]]);
    expect([...unzip(zipSync({ '/etc/passwd': strToU8('x') })).keys()]).toEqual(['/etc/passwd']);
  });

  it('with a duplicate name return the last entry', () => {
    const archive = Buffer.from(zipSync({ 'a.txt': strToU8('one'), 'b.txt': strToU8('two') }, { level: 0 }));
    for (let at = archive.indexOf('b.txt'); at !== -1; at = archive.indexOf('b.txt', at))
      archive.write('a.txt', at);
    expect([...unzip(archive)]).toEqual([['a.txt', strToU8('two')]]);
  });

  /** An archive of one file whose directory states a wrong size. */
  const lying = (content: Uint8Array, stated: number) => {
    const archive = Buffer.from(zipSync({ a: content }));
    archive.writeUInt32LE(stated, archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    return archive;
  };

  it('that state a size over the limit are rejected before they are unpacked', () => {
    expect(() => unzip(lying(strToU8('x'), 65 * 1024 * 1024))).toThrow(
      'The archive is too large: the practice account',
    );
  });

  it('that unpack to more than they state return no more than that', () => {
    const bomb = lying(new Uint8Array(16 * 1024 * 1024), 10);
    expect(bomb.length).toBeLessThan(100_000);
    let bytes = 0;
    try {
      for (const content of unzip(bomb).values()) bytes += content.length;
    } catch (error) {
      expect(error).toMatchObject({ message: 'The archive is malformed.' });
    }
    expect(bytes).toBeLessThanOrEqual(10);
  });

  it('with too many entries are rejected', () => {
    // The directory at the end lists the same file many times.
    const one = Buffer.from(zipSync({ a: new Uint8Array() }));
    const [entry, end] = [
      [1, 2],
      [5, 6],
    ].map((mark) => one.indexOf(Buffer.from([0x50, 0x4b, ...mark]))) as [number, number];
    const tail = Buffer.from(one.subarray(end));
    tail.writeUInt16LE(50_001, 8);
    tail.writeUInt16LE(50_001, 10);
    const entries = Array.from({ length: 50_001 }, () => one.subarray(entry, end));
    const archive = Buffer.concat([one.subarray(0, entry), ...entries, tail]);
    expect(() => unzip(archive)).toThrow('The archive is too large: the practice account');
  });

  it('with a name that no object can have as a key are rejected, not read without it', () => {
    const archive = Buffer.from(zipSync({ __prot0__: strToU8('x') }, { level: 0 }));
    for (let at = archive.indexOf('__prot0__'); at !== -1; at = archive.indexOf('__prot0__', at))
      archive.write('__proto__', at);
    expect(() => unzip(archive)).toThrow('The archive is malformed.');
  });
});
