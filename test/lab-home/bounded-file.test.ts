import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRoster } from '../../classroom/roster-file.ts';
import { readBounded } from '../../lab-home/bounded-file.ts';
import { readRequiredFile } from '../../lab-home/evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'bounded-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A sparse file of 1 GB, which takes no room on the disk. */
function largeFile(): string {
  const file = join(folder, 'large');
  writeFileSync(file, '');
  truncateSync(file, 1024 * 1024 * 1024);
  return file;
}

describe('a file that a user names', () => {
  it('is not read when it is larger than the bound', () => {
    const file = largeFile();
    expect(() => readBounded(file, '--from large', 1024 * 1024)).toThrow(
      '--from large: it has more than 1 MB, which is more than any file that the kit reads here.',
    );
    expect(() => readRequiredFile(file)).toThrow('it has more than 16 MB');
  });

  it('is not read when it is a device, which may never end', () => {
    expect(() => readRequiredFile('/dev/zero')).toThrow('--from /dev/zero: this is no file.');
  });

  it('is a roster of at most 4 MB', async () => {
    await expect(loadRoster([largeFile()], {}, {})).rejects.toThrow('it has more than 4 MB');
  });
});
