import { setTimeout as pause } from 'node:timers/promises';
import type { Classroom } from './classroom.ts';
import { type Conductor, learnAll } from './learner.ts';
import { randomFrom } from './random.ts';

/** How long somebody looks for the repair, in minutes of the class: 8 to 25, drawn by the seed for each seat. */
function endurance(room: Classroom): (seat: string) => number {
  const random = randomFrom(room.plan.seed + 1);
  const minutes = new Map(room.plan.seats.map(({ id }) => [id, 8 + random() * 17]));
  return (seat) => minutes.get(seat) ?? 8;
}

const clock = (started: number, speed: number) => {
  const minutes = Math.floor(((performance.now() - started) / 60_000) * speed);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};

/**
 * Plays the class in time, and tells what happens. Resolves when all who came are done or have given up, with the seats
 * of those who have; rejects when stopped.
 */
export async function play(room: Classroom, line: (text: string) => void): Promise<string[]> {
  const { speed } = room.plan;
  const started = performance.now();
  const wait = (minutes: number) => pause((minutes * 60_000) / speed, undefined, { signal: room.signal });
  const endures = endurance(room);
  const nameOf = new Map(room.plan.seats.map(({ id, name }) => [id, name]));
  const tell = (seat: string, text: string) =>
    line(`${clock(started, speed)}  ${seat}  ${nameOf.get(seat)} ${text}`);
  const gone: string[] = [];
  const conductor: Conductor = {
    pass: wait,
    done: (seat, step) => tell(seat, `has done ${step}`),
    mended: (seat, cause) => tell(seat, `has repaired ${cause}`),
    async stuck(seat, cause, hand) {
      tell(seat, `is stuck: ${cause}${hand === undefined ? '' : ', and has raised a hand'}`);
      await wait(endures(seat));
    },
    gaveUp(seat, why) {
      gone.push(seat);
      tell(seat, `has given up: ${why}`);
    },
  };
  await learnAll(room, conductor);
  return gone;
}
