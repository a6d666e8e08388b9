import { presignedUrl } from './changes/urls.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'url-expired',
  step: 7,
  says: 'A presigned URL that was good for an hour, two hours ago',
  apply: async (lab) => {
    return { url: await presignedUrl(lab, { age: 2 * 3600 }) };
  },
};
