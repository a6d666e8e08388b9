/** A command of the SDK. Its input and output types are those of its handler. */
interface SdkCommand<I, O> {
  // biome-ignore lint/suspicious/noExplicitAny: what the SDK passes here is its own affair
  resolveMiddleware(...args: any[]): (args: { input: I; request: unknown }) => Promise<{ output: O }>;
}

/** The SDK's class for one operation. */
// biome-ignore lint/suspicious/noExplicitAny: each command has an input type of its own
export type CommandClass<I = any, O = any> = new (input: I) => SdkCommand<I, O>;

export type InputOfCommand<C> = C extends new (...args: never) => SdkCommand<infer I, unknown> ? I : never;
export type OutputOfCommand<C> = C extends new (...args: never) => SdkCommand<never, infer O> ? O : never;

interface CommonFields {
  /** The IAM actions that the call needs; some have another name than the operation. */
  actions: readonly string[];
}

/** An operation that changes nothing. */
export interface ReadOperation<C = CommandClass> extends CommonFields {
  kind: 'read';
  command: C;
  /** A field that every answer of AWS contains; an answer without it is not from AWS. */
  requiredField?: string;
  /** Error codes by which AWS reports that the requested resource does not exist. */
  absentCodes?: readonly string[];
  /** Whether the teardown calls it, too. */
  inTeardown?: true;
  /** How a class's next round may use the answer again, if not `while unchanged`. */
  reuse?: Reuse | ((input: object) => Reuse);
}

/** An operation that changes the account. Only the teardown calls it. */
export interface WriteOperation<C = CommandClass> extends CommonFields {
  kind: 'write';
  command: C;
  /** Error codes that mean that nothing is left to do: the resource is gone, or the change is already made. */
  alreadyDoneCodes?: readonly string[];
}

/**
 * How an answer is used again in a class's next round. `never`: the answer shows whether anything has changed. `while
 * listed`: it cannot change while the listings show the same versions. `always`: it can never change.
 */
export type Reuse = 'never' | 'while unchanged' | 'while listed' | 'always';

type Fields<T> = Omit<T, 'kind' | 'command' | 'requiredField'>;

/** Declares an operation that only reads. */
export const read = <C extends CommandClass>(
  command: C,
  fields: Fields<ReadOperation> & { requiredField?: keyof OutputOfCommand<C> & string },
): ReadOperation<C> => ({ kind: 'read', command, ...fields });

/** Declares an operation that writes. */
export const write = <C extends CommandClass>(
  command: C,
  fields: Fields<WriteOperation>,
): WriteOperation<C> => ({ kind: 'write', command, ...fields });
