import { CliError } from '../lab-home/errors.ts';

/** The reasons for which a path that the user typed can fail. Every other error is a bug in the kit. */
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

/**
 * Runs `work` on a path that the user typed. If the path fails, throws CliError with `what`, why, and
 * `advice`.
 */
export function withPathErrors<T>(what: string, advice: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw new CliError(`${what}: ${reason}. ${advice}`);
  }
}
