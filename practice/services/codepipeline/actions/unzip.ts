import { unzipSync } from 'fflate';
import { ActionFailure } from './provider.ts';

/** [doc] The deploy action's own limit is not published; this keeps a bomb from filling the memory. */
const maxBytes = 512 * 1024 * 1024;
const maxFiles = 50_000;

/** The files of a zip by their path, in its order. Throws a `Failure` on a damaged or dangerous one. */
export function unzip(archive: Uint8Array): Map<string, Uint8Array> {
  let bytes = 0;
  let files = 0;
  const extracted = withZipErrors(() =>
    unzipSync(archive, {
      filter({ name, originalSize }) {
        bytes += originalSize;
        files += 1;
        if (bytes > maxBytes || files > maxFiles)
          throw new ActionFailure('JobFailed', 'The archive is too large.');
        // A name that a plain object cannot hold as a key of its own would be lost without a word.
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
