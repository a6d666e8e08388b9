import { readFileSync, statSync } from 'node:fs';
import { megabytes } from '../checker/account/too-large.ts';
import { CliError } from './errors.ts';

/**
 * The bytes of a file that a user names. Throws CliError, which begins with `label`, if it is a pipe or a device, which
 * may never end, or if it has more than `maxBytes`; and the machine's own error if it cannot be read.
 */
export function readBounded(file: string, label: string, maxBytes: number): Buffer {
  const stats = statSync(file);
  if (!stats.isFile() && !stats.isDirectory()) throw new CliError(`${label}: this is no file.`);
  if (stats.size > maxBytes)
    throw new CliError(
      `${label}: it has more than ${megabytes(maxBytes)}, which is more than any file that the kit reads here.`,
    );
  return readFileSync(file);
}
