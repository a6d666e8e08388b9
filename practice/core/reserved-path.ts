import type { IncomingMessage, ServerResponse } from 'node:http';

/** Handles requests to one of the practice account's own paths. They begin with `_`, which no bucket name can. */
export type ReservedPathHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void> | void;
