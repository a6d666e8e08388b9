import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallOutcome } from '../core/fault-injection.ts';

/** The largest piece of a slow body, in bytes. A short body is sent in four pieces. */
const maxPiece = 4096;

/** Waits without keeping the process alive. Returns false when the client disconnected meanwhile. */
export async function delayResponse(response: ServerResponse, milliseconds: number): Promise<boolean> {
  if (milliseconds > 0) await wait(milliseconds, undefined, { ref: false });
  return !response.destroyed;
}

/** Sends the body of a response whose status and headers are already set, with the faults of `outcome`. */
export async function sendWithFaults(
  response: ServerResponse,
  body: Buffer,
  outcome: CallOutcome,
): Promise<void> {
  if (outcome.cut) return sendTruncated(response, body);
  if (outcome.slowBody === 0) return void response.end(body);
  const piece = Math.min(maxPiece, Math.max(1, Math.ceil(body.length / 4)));
  response.flushHeaders();
  for (let offset = 0; offset < body.length; offset += piece) {
    if (!(await delayResponse(response, outcome.slowBody))) return;
    response.write(body.subarray(offset, offset + piece));
  }
  response.end();
}

/** Sends half of the body and closes the connection. Without a body, it sends part of the status line. */
function sendTruncated(response: ServerResponse, body: Buffer): void {
  const { socket } = response;
  if (body.length < 2) socket?.write('HTTP/1.1 2');
  else response.write(body.subarray(0, body.length / 2));
  socket?.destroySoon();
}
