import { absent, known, map } from '../account/fact.ts';
import { identity } from '../account/sts.ts';
import { namesOf } from '../lab/lab.ts';
import type { Sources } from './setting.ts';

export const callerSources: Sources<'identity' | 'names' | 'regions' | 'clock' | 'sessionEnd' | 'record'> = {
  identity: (_get, { calls }) => identity(calls),
  names: async (get, { lab }) => map(await get('identity'), ({ account }) => namesOf(lab, account)),
  regions: async (_get, { regions }) => known(regions),
  clock: async (get, { calls }) => {
    const who = await get('identity');
    const ahead = await calls.tape.answer({ service: 'clock', operation: 'ahead', input: {} }, async () => {
      const offset = calls.clients.clock.ahead();
      return offset === undefined ? absent('NoDate') : known(offset);
    });
    return ahead.state !== 'known' && who.state === 'unknown' ? who : ahead;
  },
  sessionEnd: async (get, { calls }) => {
    const who = await get('identity');
    if (who.state === 'unknown') return who;
    return calls.tape.answer({ service: 'credentials', operation: 'expiration', input: {} }, async () => {
      const { expiration } = await calls.clients.credentials();
      return expiration === undefined ? absent('NoExpiry') : known(expiration.getTime());
    });
  },
  record: async (_get, { record }) => (record === undefined ? absent('NoRecord') : known(record)),
};
