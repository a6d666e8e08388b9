import type { IncomingMessage, ServerResponse } from 'node:http';

/** A handler of the practice account's own paths, which begin with `_`: no bucket's name can. */
export type ReservedPathHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void> | void;
