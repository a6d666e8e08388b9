/** Why something could not be told. */
export type CallErrorCause =
  | 'denied'
  | 'throttled'
  | 'network'
  | 'timeout'
  | 'credentials'
  | 'evidence'
  | 'other';

/** Which of the ways credentials can be of no use it is. */
export type CredentialsKind = 'none' | 'wrong-secret' | 'unknown-key' | 'expired' | 'clock' | 'other';

/** What stood in the way of an answer: the call, and what came back instead. */
export interface CallError {
  cause: CallErrorCause;
  service: string;
  operation: string;
  /** The IAM actions that the call needs. */
  actions: readonly string[];
  /** The error's code, as AWS or the network spelled it. */
  code: string;
  message: string;
  /** Set when the cause is `credentials`. */
  credentials?: CredentialsKind;
  /** The region that S3 named in its answer, even in a refusal. */
  bucketRegion?: string;
}

export interface Known<T> {
  state: 'known';
  value: T;
}

/** Positively seen not to be there. `code` is the answer that said so. */
export interface Absent {
  state: 'absent';
  code: string;
}

export interface Unknown {
  state: 'unknown';
  error: CallError;
}

/** What is known about one thing of an account. Nothing ever turns an error into `absent`. */
export type Fact<T> = Known<T> | Absent | Unknown;

export function known<T>(value: T): Known<T> {
  return { state: 'known', value };
}

export function absent(code: string): Absent {
  return { state: 'absent', code };
}

export function unknown(callError: CallError): Unknown {
  return { state: 'unknown', error: callError };
}

/** The same fact about something derived from its value; absent and unknown stay what they are. */
export function map<T, U>(fact: Fact<T>, derive: (value: T) => U): Fact<U> {
  return fact.state === 'known' ? known(derive(fact.value)) : fact;
}

/** A fact that depends on another: asked only when that one is known. */
export async function andThen<T, U>(
  fact: Fact<T>,
  next: (value: T) => Promise<Fact<U>> | Fact<U>,
): Promise<Fact<U>> {
  return fact.state === 'known' ? next(fact.value) : fact;
}

/** All known → all values; else the first unknown, else the first absent. */
export function all<T extends readonly unknown[]>(facts: { [K in keyof T]: Fact<T[K]> }): Fact<T> {
  const list = facts as readonly Fact<unknown>[];
  const unresolved =
    list.find((fact) => fact.state === 'unknown') ?? list.find((fact) => fact.state === 'absent');
  if (unresolved !== undefined) return unresolved as Absent | Unknown;
  return known(list.map((fact) => (fact as Known<unknown>).value) as unknown as T);
}
