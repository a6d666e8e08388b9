import { absent, known, map } from '../account/fact.ts';
import { identity } from '../account/sts.ts';
import { namesOf } from '../lab/lab.ts';
import type { FactReaders } from './fact-context.ts';

export const callerFacts: FactReaders<'identity' | 'names' | 'regions' | 'clock' | 'sessionEnd' | 'record'> =
  {
    identity: (_get, { calls }) => identity(calls),
    names: async (getFact, { lab }) => map(await getFact('identity'), ({ account }) => namesOf(lab, account)),
    regions: async (_get, { regions }) => known(regions),
    clock: async (getFact, { calls }) => {
      const caller = await getFact('identity');
      const ahead = await calls.recorder.call(
        { service: 'clock', operation: 'ahead', input: {} },
        async () => {
          const offset = calls.clients.clock.skewMs();
          return offset === undefined ? absent('NoDate') : known(offset);
        },
      );
      return ahead.state !== 'known' && caller.state === 'unknown' ? caller : ahead;
    },
    sessionEnd: async (getFact, { calls }) => {
      const caller = await getFact('identity');
      if (caller.state === 'unknown') return caller;
      return calls.recorder.call({ service: 'credentials', operation: 'expiration', input: {} }, async () => {
        const { expiration } = await calls.clients.credentials();
        return expiration === undefined ? absent('NoExpiry') : known(expiration.getTime());
      });
    },
    // A journal alone, with nothing of the lab in it, is no record of a lab.
    record: async (_get, { record: { journal: _, ...seen } = {} }) =>
      Object.keys(seen).length === 0 ? absent('NoRecord') : known(seen),
  };
