import type { CallError } from '../fact.ts';
import { maxOutputBytes } from '../run-program.ts';
import { megabytes } from '../too-large.ts';
import type { GitResult } from './git-command.ts';

/** The most commits that are fetched: enough for the lab, and quick for a repository that has many more. */
export const fetchDepth = 100;

/** The error when a commit is not among the fetched ones, and the branch has older ones. */
export function beyondFetchDepth(operation: string, branch: string): CallError {
  return {
    cause: 'other',
    service: 'git',
    operation,
    actions: [],
    code: 'TooFarBack',
    message: `what was looked for is not among the newest ${fetchDepth} commits of ${branch}, and no more were fetched`,
  };
}

export function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@\s]+@/g, '//');
}

export function gitErrorOf(operation: string, { exit, stderr }: GitResult): CallError {
  const message = withoutCredentials(stderr.trim()) || `git ended with ${exit}`;
  const callError = (cause: CallError['cause'], code: string): CallError => ({
    cause,
    service: 'git',
    operation,
    actions: [],
    code,
    message,
  });
  if (exit === 'missing')
    return { ...callError('other', 'ENOENT'), message: 'git is not installed, or not on the PATH' };
  if (exit === 'too large') {
    const limit = megabytes(maxOutputBytes);
    return { ...callError('other', 'TooLarge'), message: `it has more than ${limit}, and no more is read` };
  }
  if (exit === 'signal' || exit === 'timeout')
    return { ...callError('timeout', 'Timeout'), message: `git ${operation} did not end in time` };
  if (
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied|error: 40[13]/.test(
      stderr,
    )
  ) {
    return callError('denied', 'AuthenticationFailed');
  }
  if (
    /Could not resolve host|Failed to connect|Couldn't connect|timed out|Connection (refused|reset)/i.test(
      stderr,
    )
  ) {
    return callError('network', 'Unreachable');
  }
  return callError('other', `Exit${exit}`);
}

/** Whether the host reports that the repository does not exist. GitHub reports it only to authenticated callers. */
export const isRepositoryNotFound = (stderr: string) =>
  /repository .*not found|does not appear to be a git repository/i.test(stderr);
