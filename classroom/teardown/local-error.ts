import type { CallError } from '../../checker/account/fact.ts';
import { observedError } from '../../checker/account/write/errors.ts';

/**
 * Something on this machine that kept one seat from being worked on: a journal or a record that cannot be read or
 * written, or a fault of the kit. It is that seat's line, loud and with exit code 3; the others are gone on with.
 */
export function localError(error: unknown): CallError {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return observedError('this machine', 'teardown', name, message);
}
