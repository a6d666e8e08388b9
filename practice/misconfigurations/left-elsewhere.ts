import { createBucket } from './changes/buckets.ts';
import { cleanUpExcept } from './changes/cleanup.ts';
import { type Misconfiguration, otherRegion } from './lab.ts';

/** The learner first tried the lab in another region and forgot the bucket there. */
export const misconfiguration: Misconfiguration = {
  id: 'left-elsewhere',
  step: 9,
  says: 'A cleanup by hand that forgot the bucket of a first try in another region',
  apply: async (lab) => {
    const region = otherRegion(lab);
    await cleanUpExcept(lab, []);
    const name = lab.names.deployBucket.replace(lab.region, region);
    await createBucket(lab, name, { region });
    await lab.call('s3', 'PutObject', { Bucket: name, Key: 'index.html', Body: 'a first try' }, region);
    return {};
  },
};
