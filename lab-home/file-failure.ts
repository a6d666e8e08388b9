import { CliError } from './errors.ts';
import { labHome } from './home.ts';

/** Why the machine refused to read or write a file, and what helps. */
const failures: Record<string, readonly [why: string, help: string]> = {
  ENOSPC: ['the disk is full', 'Free some space, then run the command again.'],
  EDQUOT: ['your disk quota is used up', 'Free some space, then run the command again.'],
  EIO: ['the disk reports an error', 'Check the disk, then run the command again.'],
  EMFILE: ['too many files are open', 'Close other programs, then run the command again.'],
  ENFILE: ['too many files are open', 'Close other programs, then run the command again.'],
  EROFS: ['the file system is read-only', 'Choose a folder that you can write to: export LAB_HOME=FOLDER'],
  EACCES: ['permission denied', 'Change its permissions, or choose another folder: export LAB_HOME=FOLDER'],
  EPERM: ['not permitted', 'Change its permissions, or choose another folder: export LAB_HOME=FOLDER'],
  ENOTDIR: [
    'a part of the path is not a folder',
    'Move that file away, or choose another folder: export LAB_HOME=FOLDER',
  ],
  EEXIST: [
    'a file is where a folder belongs',
    'Move it away, or choose another folder: export LAB_HOME=FOLDER',
  ],
  EISDIR: ['a folder is where a file belongs', 'Move it away, then run the command again.'],
  ENAMETOOLONG: ['the path is too long', 'Choose a shorter one: export LAB_HOME=FOLDER'],
  ELOOP: ['a link leads back to itself', 'Remove it, then run the command again.'],
};

/** Operations that are not about files, but can fail with the same codes. */
const otherOperation = /^(?:spawn|connect|listen|bind|kill|accept|getaddrinfo)/;

/**
 * The message for a file operation that the machine refused: where, why, and what to do. Undefined for every other
 * error. A full or failing disk is exit code 3, since the command may have done some of its work; a path that cannot
 * be used is 2.
 */
export function fileFailureOf(error: unknown, env: Record<string, string | undefined>): CliError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall = '', path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const failure = failures[code];
  if (failure === undefined || syscall === '' || otherOperation.test(syscall)) return undefined;
  const [why, help] = failure;
  // Reading and writing an open file have no path.
  const where = dest ?? path ?? `A file in ${labHome(env)}`;
  const isOfDisk = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE'].includes(code);
  return new CliError(`${where}: ${why} (${code}, ${syscall}). ${help}`, isOfDisk ? 3 : 2);
}
