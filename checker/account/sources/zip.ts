import { createHash } from 'node:crypto';
import { type UnzipFileFilter, unzipSync } from 'fflate';
import { absent, type Fact, known } from '../fact.ts';
import { megabytes, TooLarge } from '../too-large.ts';

/** How much of an artifact is unpacked in memory. */
const maxUnpackedBytes = 64 * 1024 * 1024;
/** The most entries of an artifact that are read. */
const maxEntries = 20_000;

/**
 * The files of a zip that `isWanted` selects. fflate returns no more bytes of a file than its header announces, so
 * what the headers announce bounds the memory. Throws TooLarge for a zip with too many entries: even the count of a
 * small zip can be in the billions.
 */
function unzip(bytes: Uint8Array, isWanted: UnzipFileFilter): Record<string, Uint8Array> {
  let entries = 0;
  return unzipSync(bytes, {
    filter: (entry) => {
      entries++;
      if (entries > maxEntries)
        throw new TooLarge(`the artifact has more than ${maxEntries} entries, and was not unpacked`);
      return isWanted(entry);
    },
  });
}

/** One file of a zip. Absent (`NotInArtifact`) when the zip has none of that name. Throws TooLarge. */
export function fileOf(bytes: Uint8Array, path: string): Fact<Uint8Array> {
  let size = 0;
  const files = unzip(bytes, ({ name, originalSize }) => {
    if (name !== path) return false;
    // A zip can list a file of the same name many times.
    size += originalSize;
    if (size > maxUnpackedBytes)
      throw new TooLarge(
        `${path} in the artifact is larger than ${megabytes(maxUnpackedBytes)}, and was not unpacked`,
      );
    return true;
  });
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  return file === undefined ? absent('NotInArtifact') : known(file);
}

/** MD5s in hexadecimal, as S3 reports them in the ETag of an object that is uploaded in one part without a KMS key. */
export interface ArtifactDigests {
  /** The MD5 of the whole zip. */
  md5: string;
  /** The files in it. A file that was not unpacked, because all together are too large, has no MD5. */
  files: { name: string; md5?: string }[];
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

/** The MD5s of a zip and of its files, with at most 64 MB of them in memory. Throws TooLarge for too many files. */
export function digestsOf(bytes: Uint8Array): ArtifactDigests {
  const names: string[] = [];
  let unpacked = 0;
  const files = unzip(bytes, ({ name, originalSize }) => {
    if (name.endsWith('/')) return false;
    names.push(name);
    if (unpacked + originalSize > maxUnpackedBytes) return false;
    unpacked += originalSize;
    return true;
  });
  return {
    md5: md5(bytes),
    files: names.map((name) => {
      const file = Object.hasOwn(files, name) ? files[name] : undefined;
      return { name, ...(file === undefined ? {} : { md5: md5(file) }) };
    }),
  };
}
