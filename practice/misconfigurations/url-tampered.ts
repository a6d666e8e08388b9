import { presigned } from './changes/urls.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'url-tampered',
  step: 7,
  says: 'A presigned URL whose end was moved by hand',
  apply: async (site) => {
    return { url: (await presigned(site)).replace('X-Amz-Expires=3600', 'X-Amz-Expires=36000') };
  },
};
