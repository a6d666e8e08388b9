import { makeBucket } from './changes/buckets.ts';
import { cleanUpBut } from './changes/cleanup.ts';
import { elsewhere, type Fault } from './site.ts';

/** The first try at the lab was made in another region, and forgotten. */
export const fault: Fault = {
  id: 'left-elsewhere',
  step: 9,
  says: 'A cleanup by hand that forgot the bucket of a first try in another region',
  apply: async (site) => {
    const region = elsewhere(site);
    await cleanUpBut(site, []);
    const name = site.names.deployBucket.replace(site.region, region);
    await makeBucket(site, name, { region });
    await site.call('s3', 'PutObject', { Bucket: name, Key: 'index.html', Body: 'a first try' }, region);
    return {};
  },
};
