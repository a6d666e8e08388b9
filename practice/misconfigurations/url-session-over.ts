import { moveSessionEnd, temporaryKey } from './changes/keys.ts';
import { presignedUrl } from './changes/urls.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'url-session-over',
  step: 7,
  says: 'A URL that was presigned by a session which is over',
  apply: async (lab) => {
    const key = await temporaryKey(lab, 600);
    const url = await presignedUrl(lab, { key });
    moveSessionEnd(lab, key, -60);
    return { url };
  },
};
