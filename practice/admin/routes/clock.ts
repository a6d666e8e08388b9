import type { AdminRoute } from './admin-route.ts';
import { rejectUnknownMembers, requireNumber } from './validate-body.ts';

const century = 100 * 365 * 24 * 3_600_000;

/** `/_admin/clock` sets the offset of the account's clock; `/_admin/advance` lets time pass. */
export const clockRoutes: AdminRoute[] = [
  { method: 'GET', path: 'clock', run: ({ emulator }) => clockResponse(emulator.clock) },
  {
    method: 'POST',
    path: 'clock',
    run({ emulator }, body) {
      rejectUnknownMembers(body, ['offsetMs']);
      emulator.clock.setOffset(requireNumber(body.offsetMs, 'offsetMs', { min: -century, max: century }));
      return clockResponse(emulator.clock);
    },
  },
  {
    method: 'POST',
    path: 'advance',
    run({ emulator }, body) {
      rejectUnknownMembers(body, ['ms']);
      emulator.clock.passTime(requireNumber(body.ms, 'ms', { min: 0, max: century }));
      return clockResponse(emulator.clock);
    },
  },
];

const clockResponse = (clock: { now(): number; state: object }) => ({ now: clock.now(), ...clock.state });
