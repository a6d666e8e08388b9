import type { Caller } from '../core/world.ts';
import { removeBucket } from './changes/buckets.ts';
import type { Fault } from './site.ts';

const root = 'arn:aws:iam::111122223333:root';
const neighbour: Caller = {
  kind: 'root',
  accountId: '111122223333',
  arn: root,
  userId: '111122223333',
  principalArn: root,
};

export const fault: Fault = {
  id: 'bucket-other-account',
  step: 3,
  says: 'Another account has taken the name of the deploy bucket',
  apply: async (site) => {
    const { names, region, world } = site;
    await removeBucket(site, names.deployBucket);
    const at = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
    const input = { Bucket: names.deployBucket, ...at };
    await world.invoke({ service: 's3', operation: 'CreateBucket', region, caller: neighbour, input });
    return {};
  },
};
