import type { CallError } from '../fact.ts';

/** The user asked to stop, and no further call was made. */
export class Stopped extends Error {}

/** Throws Stopped when the user asked to stop. Called between two calls, never during one. */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Stopped('stopped between two calls');
}

/** A call that failed. */
export class CallFailed extends Error {
  readonly callError: CallError;
  constructor(callError: CallError) {
    super(callError.message);
    this.callError = callError;
  }
}

/** An error that the kit observed and that no single answer of AWS reports. `code` and `message` are ours. */
export function observedError(service: string, operation: string, code: string, message: string): CallError {
  return { cause: 'other', service, operation, actions: [], code, message };
}
