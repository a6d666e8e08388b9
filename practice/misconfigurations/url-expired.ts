import { presigned } from './changes/urls.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'url-expired',
  step: 7,
  says: 'A presigned URL that was good for an hour, two hours ago',
  apply: async (site) => {
    return { url: await presigned(site, { age: 2 * 3600 }) };
  },
};
