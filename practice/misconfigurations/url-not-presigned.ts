import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'url-not-presigned',
  step: 7,
  says: 'The plain address of the page, without a signature',
  apply: async ({ world, names }) => {
    return { url: `${world.endpoint}/${names.deployBucket}/index.html` };
  },
};
