/** Why a fact is unknown. */
export type CallErrorCause =
  | 'denied'
  | 'throttled'
  | 'network'
  | 'timeout'
  | 'credentials'
  | 'evidence'
  | 'other';

/** Why credentials are unusable. */
export type CredentialsKind = 'none' | 'wrong-secret' | 'unknown-key' | 'expired' | 'clock' | 'other';

/** A call that failed, and its error. */
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
  /** The bucket's region, when S3 named it in its answer. */
  bucketRegion?: string;
}

export interface Known<T> {
  state: 'known';
  value: T;
}

/** An answer showed that it does not exist. `code` is AWS's error code, or the kit's own code for that answer. */
export interface Absent {
  state: 'absent';
  code: string;
}

export interface Unknown {
  state: 'unknown';
  error: CallError;
}

/** What is known about one property of an account. An error never becomes `absent`. */
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

/** Derives a fact from a known value. Absent and unknown facts are returned unchanged. */
export function map<T, U>(fact: Fact<T>, derive: (value: T) => U): Fact<U> {
  return fact.state === 'known' ? known(derive(fact.value)) : fact;
}

/** Reads a fact that depends on another, if that one is known. An absent or unknown one is returned unchanged. */
export async function andThen<T, U>(
  fact: Fact<T>,
  next: (value: T) => Promise<Fact<U>> | Fact<U>,
): Promise<Fact<U>> {
  return fact.state === 'known' ? next(fact.value) : fact;
}

/** All values if all facts are known; otherwise the first unknown fact, or else the first absent one. */
export function all<T extends readonly unknown[]>(facts: { [K in keyof T]: Fact<T[K]> }): Fact<T> {
  const list = facts as readonly Fact<unknown>[];
  const unresolved =
    list.find((fact) => fact.state === 'unknown') ?? list.find((fact) => fact.state === 'absent');
  if (unresolved !== undefined) return unresolved as Absent | Unknown;
  return known(list.map((fact) => (fact as Known<unknown>).value) as unknown as T);
}
