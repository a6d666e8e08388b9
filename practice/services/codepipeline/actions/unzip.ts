import { unzipSync } from 'fflate';
import { ActionFailure } from './provider.ts';

/**
 * [doc] The deploy action's own limit is not published. These limits keep a ZIP bomb from filling the memory. fflate
 * returns no more bytes of a file than its header announces.
 */
const maxMegabytes = 64;
const maxFiles = 20_000;

const tooLarge = () =>
  new ActionFailure(
    'JobFailed',
    `The archive is too large: the practice account extracts at most ${maxMegabytes} MB and ${maxFiles} files.`,
  );

/** The files of a ZIP archive by path, in archive order. Throws an ActionFailure for a damaged or unsafe archive. */
export function unzip(archive: Uint8Array): Map<string, Uint8Array> {
  let bytes = 0;
  let files = 0;
  const extracted = withZipErrors(() =>
    unzipSync(archive, {
      filter({ name, originalSize }) {
        bytes += originalSize;
        files += 1;
        if (bytes > maxMegabytes * 1024 * 1024 || files > maxFiles) throw tooLarge();
        // `unzipSync` returns a plain object, in which a key named `__proto__` would silently be lost.
        if (name === '__proto__') throw new ActionFailure('JobFailed', 'The archive is malformed.');
        return !name.endsWith('/');
      },
    }),
  );
  const found = new Map<string, Uint8Array>();
  for (const [entry, content] of Object.entries(extracted)) {
    const name = entry.replaceAll('\\', '/');
    if (name.split('/').includes('..')) {
      throw new ActionFailure(
        'ConfigurationError',
        `The file name ${name} contains invalid sequence: dot-dot-slash.`,
      );
    }
    found.set(name, content);
  }
  return found;
}

function withZipErrors<T>(extract: () => T): T {
  try {
    return extract();
  } catch (error) {
    if (error instanceof ActionFailure) throw error;
    throw new ActionFailure('JobFailed', 'The archive is malformed.');
  }
}
