import type { ServerResponse } from 'node:http';
import type { Refusal } from '../guard.ts';
import type { ClassDoor } from './door.ts';

/** Tells one named event with one JSON value. */
type Tell = (event: string, data: unknown) => void;

const pulseMs = 15_000;

/** What is said of a trouble on a projector. */
const hidden = 'Something could not be looked at. Show names to read what.';

/** Tells the board now and after every round, as long as the page listens. */
export function followClass(response: ServerResponse, tell: Tell, door: ClassDoor, hideNames: boolean): void {
  const show = () => {
    const [board, trouble] = [door.board(hideNames), door.trouble()];
    // It may name people, files and accounts.
    tell('class', { board, trouble: trouble !== undefined && hideNames ? hidden : trouble });
  };
  show();
  const end = door.onBoard(show);
  // A page that is gone is noticed only when something is sent to it.
  const pulse = setInterval(() => tell('pulse', {}), pulseMs);
  response.on('close', () => {
    clearInterval(pulse);
    end();
  });
}

/** One seat's findings, or why there are none. */
export function seatOf(body: Readonly<Record<string, unknown>>, door: ClassDoor): object | Refusal {
  const { seat } = body;
  if (typeof seat !== 'string' || !/^[a-z0-9-]{1,12}$/.test(seat))
    return { status: 400, message: 'seat: expected the id of a seat.' };
  return door.seat(seat) ?? { status: 400, message: `seat: the class has no seat ${seat}.` };
}
