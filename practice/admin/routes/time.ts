import type { Knob } from './knob.ts';
import { needNumber, onlyMembers } from './read.ts';

const century = 100 * 365 * 24 * 3_600_000;

/** `/_admin/clock` makes the account's clock wrong, `/_admin/advance` lets time pass. */
export const time: Knob[] = [
  { method: 'GET', path: 'clock', run: ({ world }) => answer(world.clock) },
  {
    method: 'POST',
    path: 'clock',
    run({ world }, body) {
      onlyMembers(body, ['offsetMs']);
      world.clock.set(needNumber(body.offsetMs, 'offsetMs', { min: -century, max: century }));
      return answer(world.clock);
    },
  },
  {
    method: 'POST',
    path: 'advance',
    run({ world }, body) {
      onlyMembers(body, ['ms']);
      world.clock.forward(needNumber(body.ms, 'ms', { min: 0, max: century }));
      return answer(world.clock);
    },
  },
];

const answer = (clock: { now(): number; state: object }) => ({ now: clock.now(), ...clock.state });
