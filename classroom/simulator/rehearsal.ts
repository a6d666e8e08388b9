import type { Classroom } from './classroom.ts';
import { differences } from './compare.ts';
import type { Rehearsal, SeatEnd } from './document.ts';
import type { Instructor, RoundSeen, Swept } from './door.ts';
import { Follower } from './follow.ts';
import { learnAll } from './learner.ts';
import type { Order } from './order.ts';
import { accountsOf } from './plan.ts';

const all = 8;

function endOf(
  room: Classroom,
  last: RoundSeen,
  swept: readonly Swept[],
  givenUp: ReadonlyMap<string, string>,
): SeatEnd[] {
  return room.plan.seats.map(({ id, account, begins, access }) => {
    const sight = last.seats.find(({ seat }) => seat === id);
    const teardown = swept.find(({ seat }) => seat === id)?.state ?? 'not told';
    const passed = sight?.passed ?? [];
    const why = givenUp.get(id);
    const right = begins
      ? passed.length >= all && teardown === 'clean'
      : passed.length < all && teardown === 'not-begun';
    return {
      ...{ seat: id, account, access: access.kind, begins, passed, teardown, right },
      status: sight?.status ?? 'not told',
      ...(why === undefined ? {} : { gaveUp: why }),
    };
  });
}

/**
 * A whole class without anybody watching: as fast as it goes, each trouble held until the board has looked at it, the
 * teardown of all, and the accounts compared with what they were before. What a learner could not get over is told
 * with the seat; rejects with what a command of the class could not.
 */
export async function rehearse(
  room: Classroom,
  instructor: Instructor,
  { throttle, kill }: Pick<Order, 'throttle' | 'kill'>,
): Promise<Rehearsal> {
  const began = performance.now();
  const before = await room.state();
  if (throttle !== undefined) await room.throttle(throttle);
  const follower = new Follower(room.signal);
  const present = room.desks.filter(({ plan }) => plan.begins);
  const last = await follower.until(learnAll(room, follower), instructor);
  const learned = performance.now();
  const { seats: swept, killed, ms: sweeping } = await instructor.sweep(kill);
  const refused = throttle === undefined ? 0 : await room.throttled();
  await room.throttle(undefined);
  const seats = endOf(room, last, swept, follower.givenUp);
  const left = differences(before, await room.state());
  const right =
    seats.every((seat) => seat.right) &&
    follower.troubles.every((trouble) => trouble.right) &&
    follower.troubles.length === present.filter(({ plan }) => plan.mistake !== undefined).length &&
    left.length === 0 &&
    killed === kill;
  return {
    schemaVersion: 1,
    verdict: right ? 'pass' : 'fail',
    ...{ class: room.plan.class, seed: room.plan.seed, seats, troubles: follower.troubles },
    accounts: accountsOf(room.plan).map((account) => ({
      account,
      seats: room.plan.seats.filter((seat) => seat.account === account).length,
      records: Object.keys(before[account] ?? {}).length,
      same: left.every((one) => one.account !== account),
    })),
    differences: left,
    rounds: follower.rounds.map(({ calls, ms }) => ({ calls, ms: Math.round(ms) })),
    calls: {
      learners: room.calls(),
      board: follower.rounds.reduce((sum, round) => sum + round.calls, 0),
      refused,
    },
    teardown: { killed, ms: Math.round(sweeping) },
    ms: {
      lessons: Math.round(learned - began),
      teardown: Math.round(sweeping),
      all: Math.round(performance.now() - began),
    },
  };
}
