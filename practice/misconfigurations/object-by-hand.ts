import { read } from './changes/git.ts';
import type { Fault } from './site.ts';

/** The very bytes of the commit: who wrote them is what is wrong. */
export const fault: Fault = {
  id: 'object-by-hand',
  step: 6,
  says: 'A page was uploaded by hand over the deployed one',
  apply: async (site) => {
    await site.call('s3', 'PutObject', {
      Bucket: site.names.deployBucket,
      Key: 'index.html',
      Body: Buffer.from(await read(site, 'index.html')),
      ContentType: 'text/html',
    });
    return {};
  },
};
