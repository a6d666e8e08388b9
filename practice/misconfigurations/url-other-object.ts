import { presignedUrl } from './changes/urls.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'url-other-object',
  step: 7,
  says: 'A presigned URL of another object',
  apply: async (lab) => {
    return { url: await presignedUrl(lab, { object: 'site/index.html' }) };
  },
};
