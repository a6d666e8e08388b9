import { presignedUrl } from './changes/urls.ts';
import type { Misconfiguration } from './lab.ts';

const key = { accessKeyId: 'AKIAPRACTICEUNKNOWN1', secretAccessKey: 'gone' };

export const misconfiguration: Misconfiguration = {
  id: 'url-unknown-key',
  step: 7,
  says: 'A URL that was presigned with a key that is deleted',
  apply: async (lab) => {
    return { url: await presignedUrl(lab, { key }) };
  },
};
