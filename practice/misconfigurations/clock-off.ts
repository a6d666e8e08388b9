import type { Misconfiguration } from './lab.ts';

/** The offset lasts until the practice account is started again. */
export const misconfiguration: Misconfiguration = {
  id: 'clock-off',
  step: 1,
  says: "The account's clock was put back by 40 minutes: this machine's is ahead of it",
  apply: async ({ emulator }) => {
    emulator.clock.shiftOffset(-40 * 60_000);
    return {};
  },
};
