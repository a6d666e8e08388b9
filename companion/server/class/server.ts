import type { ServerResponse } from 'node:http';
import type { Rejection } from '../guard.ts';
import type { ClassFeed } from './ports.ts';

/** Sends one named event with one JSON value. */
type SendEvent = (event: string, data: unknown) => void;

const heartbeatMs = 15_000;

/** Replaces an error's message while names are hidden, for example on a projector. */
const hiddenErrorText = 'Something could not be looked at. Show names to read what.';

/** Sends the board now and after every poll, until the page disconnects. */
export function streamBoard(
  response: ServerResponse,
  sendEvent: SendEvent,
  feed: ClassFeed,
  hideNames: boolean,
): void {
  const sendBoard = () => {
    const [board, pollError] = [feed.board(hideNames), feed.pollError()];
    // The message of a poll's error can name people, files and accounts.
    sendEvent('class', {
      board,
      trouble: pollError !== undefined && hideNames ? hiddenErrorText : pollError,
    });
  };
  sendBoard();
  const unsubscribe = feed.onBoard(sendBoard);
  // The server detects a closed page only when it sends an event to it.
  const heartbeat = setInterval(() => sendEvent('pulse', {}), heartbeatMs);
  response.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}

/** The findings of the requested seat, or why the request is rejected. */
export function seatFindingsOf(body: Readonly<Record<string, unknown>>, feed: ClassFeed): object | Rejection {
  const { seat } = body;
  if (typeof seat !== 'string' || !/^[a-z0-9-]{1,12}$/.test(seat))
    return { status: 400, message: 'seat: expected the id of a seat.' };
  return feed.seat(seat) ?? { status: 400, message: `seat: the class has no seat ${seat}.` };
}
