import type { Fault } from './site.ts';

/** It lasts until the practice account is started again, which reads the machine's clock anew. */
export const fault: Fault = {
  id: 'clock-off',
  step: 1,
  says: "The account's clock was put back by 40 minutes: this machine's is ahead of it",
  apply: async ({ world }) => {
    world.clock.advance(-40 * 60_000);
    return {};
  },
};
