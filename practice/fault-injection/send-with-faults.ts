import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallOutcome } from '../core/fault-injection.ts';

/** The largest piece of a slow body, in bytes. A short body comes in four. */
const maxPiece = 4096;

/** Waits without keeping the process; true unless the client went away meanwhile. */
export async function delayResponse(response: ServerResponse, milliseconds: number): Promise<boolean> {
  if (milliseconds > 0) await wait(milliseconds, undefined, { ref: false });
  return !response.destroyed;
}

/** Sends the body of an answer whose status and headers are set, in such weather. */
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

/** Half of the body, then the end of the connection; where there is no body, half of the first line. */
function sendTruncated(response: ServerResponse, body: Buffer): void {
  const { socket } = response;
  if (body.length < 2) socket?.write('HTTP/1.1 2');
  else response.write(body.subarray(0, body.length / 2));
  socket?.destroySoon();
}
