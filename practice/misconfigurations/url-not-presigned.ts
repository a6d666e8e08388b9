import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'url-not-presigned',
  step: 7,
  says: 'The plain address of the page, without a signature',
  apply: async ({ emulator, names }) => {
    return { url: `${emulator.endpoint}/${names.deployBucket}/index.html` };
  },
};
