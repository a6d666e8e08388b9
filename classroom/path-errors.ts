import { CliError } from '../lab-home/errors.ts';

/** What a path that somebody typed can be wrong in. Every other error is the kit's own. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there',
  EISDIR: 'it is a folder, and a file is expected',
  ENOTDIR: 'a file stands where a folder is expected',
  EEXIST: 'a file stands where a folder is expected',
  EACCES: 'it is not yours to change or read',
  EPERM: 'it is not yours to change or read',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in a circle',
};

/** Reads or writes where somebody said. `what` is told when the path is wrong, and `advice`. Throws CliError. */
export function withPathErrors<T>(what: string, advice: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw new CliError(`${what}: ${reason}. ${advice}`);
  }
}
