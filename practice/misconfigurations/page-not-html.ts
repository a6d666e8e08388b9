import { read } from './changes/git.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'page-not-html',
  step: 7,
  says: 'The page was uploaded by hand, without its type',
  apply: async (site) => {
    await site.call('s3', 'PutObject', {
      Bucket: site.names.deployBucket,
      Key: 'index.html',
      Body: Buffer.from(await read(site, 'index.html')),
      ContentType: 'binary/octet-stream',
    });
    return {};
  },
};
