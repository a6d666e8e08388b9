import type { ServerResponse } from 'node:http';
import type { Rejection } from '../guard.ts';
import type { ClassFeed } from './ports.ts';

/** Tells one named event with one JSON value. */
type SendEvent = (event: string, data: unknown) => void;

const heartbeatMs = 15_000;

/** What is said of a trouble on a projector. */
const hiddenErrorText = 'Something could not be looked at. Show names to read what.';

/** Tells the board now and after every round, as long as the page listens. */
export function streamBoard(
  response: ServerResponse,
  sendEvent: SendEvent,
  feed: ClassFeed,
  hideNames: boolean,
): void {
  const sendBoard = () => {
    const [board, pollError] = [feed.board(hideNames), feed.pollError()];
    // It may name people, files and accounts.
    sendEvent('class', {
      board,
      trouble: pollError !== undefined && hideNames ? hiddenErrorText : pollError,
    });
  };
  sendBoard();
  const unsubscribe = feed.onBoard(sendBoard);
  // A page that is gone is noticed only when something is sent to it.
  const heartbeat = setInterval(() => sendEvent('pulse', {}), heartbeatMs);
  response.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}

/** One seat's findings, or why there are none. */
export function seatFindingsOf(body: Readonly<Record<string, unknown>>, feed: ClassFeed): object | Rejection {
  const { seat } = body;
  if (typeof seat !== 'string' || !/^[a-z0-9-]{1,12}$/.test(seat))
    return { status: 400, message: 'seat: expected the id of a seat.' };
  return feed.seat(seat) ?? { status: 400, message: `seat: the class has no seat ${seat}.` };
}
