import { presignedUrl } from './changes/urls.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'url-tampered',
  step: 7,
  says: 'A presigned URL whose end was moved by hand',
  apply: async (lab) => {
    return { url: (await presignedUrl(lab)).replace('X-Amz-Expires=3600', 'X-Amz-Expires=36000') };
  },
};
