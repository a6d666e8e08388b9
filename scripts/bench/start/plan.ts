import type { Fact } from '../../../checker/account/fact.ts';
import { type CallRecorder, type CallRequest, keyOf } from '../../../checker/account/recording.ts';

/** A call that a check makes, for a program that makes the same. */
export type PlannedCall = Pick<CallRequest, 'service' | 'operation' | 'input'>;

/** Reads of this machine, and those that consist of calls which are recorded themselves. */
const notSent = new Set(['artifact', 'clone', 'clock', 'credentials']);

/**
 * Records in which order a check makes its calls. A call belongs to the round after the last call that had ended when
 * it began, so the account must answer slowly enough for that to tell the order of dependence.
 */
export function planRecorder(): CallRecorder & { rounds(): PlannedCall[][] } {
  const planned = new Map<string, { call: PlannedCall; round: number }>();
  let ended = -1;
  return {
    async call<T>(request: CallRequest, send: () => Promise<Fact<T>>) {
      const key = keyOf(request);
      if (notSent.has(request.service) || planned.has(key)) return send();
      const { service, operation, input } = request;
      const round = ended + 1;
      planned.set(key, { call: { service, operation, input }, round });
      const fact = await send();
      ended = Math.max(ended, round);
      return fact;
    },
    rounds() {
      return Array.from({ length: ended + 1 }, (_, at) =>
        [...planned.values()].filter(({ round }) => round === at).map(({ call }) => call),
      );
    },
  };
}
