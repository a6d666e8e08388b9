import type { CallError } from '../../checker/account/fact.ts';
import { observedError } from '../../checker/account/write/errors.ts';

/**
 * The CallError for a local error of one seat: a journal or a record that cannot be read or written, or a bug
 * in the kit. That seat reports it and ends with exit code 3; the other seats continue.
 */
export function localError(error: unknown): CallError {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return observedError('this machine', 'teardown', name, message);
}
