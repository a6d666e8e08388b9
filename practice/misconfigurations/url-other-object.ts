import { presigned } from './changes/urls.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'url-other-object',
  step: 7,
  says: 'A presigned URL of another object',
  apply: async (site) => {
    return { url: await presigned(site, { object: 'site/index.html' }) };
  },
};
