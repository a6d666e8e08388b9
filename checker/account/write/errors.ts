import type { Trouble } from '../fact.ts';

/** The user asked to stop; nothing more was called. */
export class Stopped extends Error {}

/** Throws Stopped when the user asked to stop. Asked between calls, never within one. */
export function goOnUnless(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Stopped('stopped between two calls');
}

/** A call that did not do what it was to do. */
export class Troubled extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

/** A trouble that no single answer of AWS tells: what was seen, in our words. */
export function seen(service: string, operation: string, code: string, message: string): Trouble {
  return { cause: 'other', service, operation, actions: [], code, message };
}
