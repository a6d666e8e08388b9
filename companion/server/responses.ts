import type { ServerResponse } from 'node:http';
import type { Rejection } from './guard.ts';

/** Sends one JSON object, which no cache may store. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

export const sendRejection = (response: ServerResponse, { status, message }: Rejection) =>
  sendJson(response, status, { error: message });

/** Begins a stream of server-sent events. The returned function sends one named event with one JSON value. */
export function openEventStream(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  return (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** The message of an error for a person. */
export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
