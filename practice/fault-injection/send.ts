import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fate } from '../core/fault-injection.ts';

/** The largest piece of a slow body, in bytes. A short body comes in four. */
const largest = 4096;

/** Waits without keeping the process; true unless the client went away meanwhile. */
export async function linger(response: ServerResponse, milliseconds: number): Promise<boolean> {
  if (milliseconds > 0) await wait(milliseconds, undefined, { ref: false });
  return !response.destroyed;
}

/** Sends the body of an answer whose status and headers are set, in such weather. */
export async function sendInWeather(response: ServerResponse, body: Buffer, fate: Fate): Promise<void> {
  if (fate.cut) return cut(response, body);
  if (fate.slowBody === 0) return void response.end(body);
  const piece = Math.min(largest, Math.max(1, Math.ceil(body.length / 4)));
  response.flushHeaders();
  for (let at = 0; at < body.length; at += piece) {
    if (!(await linger(response, fate.slowBody))) return;
    response.write(body.subarray(at, at + piece));
  }
  response.end();
}

/** Half of the body, then the end of the connection; where there is no body, half of the first line. */
function cut(response: ServerResponse, body: Buffer): void {
  const { socket } = response;
  if (body.length < 2) socket?.write('HTTP/1.1 2');
  else response.write(body.subarray(0, body.length / 2));
  socket?.destroySoon();
}
