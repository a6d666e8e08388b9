import { presigned } from './changes/urls.ts';
import type { Fault } from './site.ts';

const key = { accessKeyId: 'AKIAPRACTICEUNKNOWN1', secretAccessKey: 'gone' };

export const fault: Fault = {
  id: 'url-unknown-key',
  step: 7,
  says: 'A URL that was presigned with a key that is deleted',
  apply: async (site) => {
    return { url: await presigned(site, { key }) };
  },
};
