import type { Operation } from './emulator.ts';

/** The input and output of a command class. */
type Shapes<CommandClass> = CommandClass extends abstract new (
  ...args: never
) => {
  readonly input: infer Input;
  resolveMiddleware(...args: never): (...args: never) => Promise<{ output: infer Output }>;
}
  ? { input: Input; output: Output }
  : never;

/** A body is already read when an operation runs, so it is bytes where the SDK also takes and returns streams. */
type WithBytes<Shape> = Shape extends { Body?: unknown }
  ? Omit<Shape, 'Body'> & { Body?: Buffer | undefined }
  : Shape;

/** On the wire, an enum is any string: AWS sends values that the SDK's type does not list. */
type WithOpenEnums<Shape> = Shape extends string
  ? string
  : Shape extends number | boolean | bigint | Date | Uint8Array | undefined
    ? Shape
    : { [Member in keyof Shape]: WithOpenEnums<Shape[Member]> };

/**
 * What an operation returns: the SDK's output without `$metadata`, which the client adds. `$status` replaces the
 * status that the model gives a successful response.
 */
type Returned<Output> = WithOpenEnums<WithBytes<Omit<Output, '$metadata'>>> & { $status?: number };

/**
 * A table of operations of one service, checked against the SDK's client for it (`typeof import('@aws-sdk/client-…')`).
 * A key is the name of an operation; its input and output are those of the client's command.
 */
export type Operations<Sdk> = {
  readonly [Name in keyof Sdk as Name extends `${infer Operation}Command` ? Operation : never]?: Operation<
    WithBytes<Shapes<Sdk[Name]>['input']>,
    Returned<Shapes<Sdk[Name]>['output']>
  >;
};
