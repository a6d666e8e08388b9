import { endIn, temporaryKey } from './changes/keys.ts';
import { presigned } from './changes/urls.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'url-session-over',
  step: 7,
  says: 'A URL that was presigned by a session which is over',
  apply: async (site) => {
    const key = await temporaryKey(site, 600);
    const url = await presigned(site, { key });
    endIn(site, key, -60);
    return { url };
  },
};
