import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AwsRequest } from './http-message.ts';

/** An HTTP request as it is before its body is read. */
export function readHead(request: IncomingMessage): AwsRequest {
  const target = request.url ?? '/';
  const queryIndex = target.indexOf('?');
  // Without a prototype: clients choose the names, and `constructor` is one that they may choose.
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  return {
    method: request.method ?? 'GET',
    target,
    path: queryIndex === -1 ? target : target.slice(0, queryIndex),
    query: new URLSearchParams(queryIndex === -1 ? '' : target.slice(queryIndex + 1)),
    headers,
    body: Buffer.alloc(0),
    requestId: randomUUID(),
  };
}
