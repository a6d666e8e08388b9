import type { ServerResponse } from 'node:http';
import type { Rejection } from './guard.ts';

/** One JSON object as an answer that nobody keeps. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

export const sendRejection = (response: ServerResponse, { status, message }: Rejection) =>
  sendJson(response, status, { error: message });

/** Server-sent events: one named event with one JSON value a time. */
export function openEventStream(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  return (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** What a person is told of an error. */
export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
