import { absent, known, map } from '../account/fact.ts';
import { identity as callerIdentity } from '../account/sts.ts';
import { namesOf } from '../lab/lab.ts';
import type { LabRecord } from '../lab/lab-record.ts';
import { fact } from './declare.ts';

export const identity = fact({
  description: 'the account, and who asks',
  calls: ['sts GetCallerIdentity'],
  read: (_get, { calls }) => callerIdentity(calls),
});

export const names = fact({
  description: 'what the things of the lab are called in this account',
  dependsOn: { identity },
  read: async (get, { lab }) => map(await get.identity(), ({ account }) => namesOf(lab, account)),
});

export const regions = fact({
  description: 'the regions that the tools on this machine are set to',
  read: async (_get, context) => known(context.regions),
});

/** Milliseconds by which this machine's clock is ahead. */
export const clock = fact<number, { identity: typeof identity }>({
  description: "this machine's clock, beside the dates of AWS's answers",
  dependsOn: { identity },
  read: async (get, { calls }) => {
    const caller = await get.identity();
    const ahead = await calls.recorder.call<number>(
      { service: 'clock', operation: 'ahead', input: {} },
      async () => {
        const offset = calls.clients.clock.skewMs();
        return offset === undefined ? absent('NoDate') : known(offset);
      },
    );
    return ahead.state !== 'known' && caller.state === 'unknown' ? caller : ahead;
  },
});

/** Milliseconds since the epoch; absent when the credentials carry no expiry. */
export const sessionEnd = fact<number, { identity: typeof identity }>({
  description: 'when the credentials end, where they tell',
  dependsOn: { identity },
  read: async (get, { calls }) => {
    const caller = await get.identity();
    if (caller.state === 'unknown') return caller;
    return calls.recorder.call({ service: 'credentials', operation: 'expiration', input: {} }, async () => {
      const { expiration } = await calls.clients.credentials();
      return expiration === undefined ? absent('NoExpiry') : known(expiration.getTime());
    });
  },
});

export const record = fact<LabRecord>({
  description: 'what earlier checks on this machine saw of the lab',
  // A journal alone, with nothing of the lab in it, is no record of a lab.
  read: async (_get, { record: { journal: _, ...seen } = {} }) =>
    Object.keys(seen).length === 0 ? absent('NoRecord') : known(seen),
});
