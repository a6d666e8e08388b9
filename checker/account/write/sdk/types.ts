import type { Input, Operation, Service } from '../operations.ts';

/** A command for each of a service's operations in the teardown's table. */
export type Commands<S extends Service> = {
  [O in Operation<S>]: new (
    input: Input<S, O>,
  ) => object;
};
