import type { CallError } from '../fact.ts';

/** The user asked to stop; nothing more was called. */
export class Stopped extends Error {}

/** Throws Stopped when the user asked to stop. Asked between calls, never within one. */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Stopped('stopped between two calls');
}

/** A call that did not do what it was to do. */
export class CallFailed extends Error {
  readonly callError: CallError;
  constructor(callError: CallError) {
    super(callError.message);
    this.callError = callError;
  }
}

/** A trouble that no single answer of AWS tells: what was seen, in our words. */
export function observedError(service: string, operation: string, code: string, message: string): CallError {
  return { cause: 'other', service, operation, actions: [], code, message };
}
