import type { AdminContext, AdminRoute } from './admin-route.ts';
import { rejectUnknownMembers, requireNumber } from './validate-body.ts';

const century = 100 * 365 * 24 * 3_600_000;

/** The response of the clock's routes. Times are in milliseconds. */
export interface ClockResponse {
  /** The time of the account's clock, since the epoch. */
  now: number;
  offsetMs: number;
  forwardedMs: number;
}

/** The body of `POST /_admin/clock`. */
export interface ClockSetting {
  offsetMs: number;
}

/** The body of `POST /_admin/advance`. */
export interface ClockAdvance {
  ms: number;
}

/** `/_admin/clock` sets the offset of the account's clock; `/_admin/advance` lets time pass. */
export const clockRoutes: AdminRoute[] = [
  { method: 'GET', path: 'clock', run: ({ emulator }) => clockResponse(emulator) },
  {
    method: 'POST',
    path: 'clock',
    run({ emulator }, body) {
      rejectUnknownMembers(body, ['offsetMs']);
      emulator.clock.setOffset(requireNumber(body.offsetMs, 'offsetMs', { min: -century, max: century }));
      return clockResponse(emulator);
    },
  },
  {
    method: 'POST',
    path: 'advance',
    run({ emulator }, body) {
      rejectUnknownMembers(body, ['ms']);
      emulator.clock.passTime(requireNumber(body.ms, 'ms', { min: 0, max: century }));
      return clockResponse(emulator);
    },
  },
];

const clockResponse = ({ clock }: AdminContext['emulator']): ClockResponse => ({
  now: clock.now(),
  ...clock.state,
});
