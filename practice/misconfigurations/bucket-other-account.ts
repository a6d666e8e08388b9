import type { Caller } from '../core/emulator.ts';
import { removeBucket } from './changes/buckets.ts';
import type { Misconfiguration } from './lab.ts';

const root = 'arn:aws:iam::111122223333:root';
const otherAccountRoot: Caller = {
  kind: 'root',
  accountId: '111122223333',
  arn: root,
  userId: '111122223333',
  principalArn: root,
};

export const misconfiguration: Misconfiguration = {
  id: 'bucket-other-account',
  step: 3,
  says: 'Another account has taken the name of the deploy bucket',
  apply: async (lab) => {
    const { names, region, emulator } = lab;
    await removeBucket(lab, names.deployBucket);
    const locationInput =
      region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
    const input = { Bucket: names.deployBucket, ...locationInput };
    await emulator.invoke({
      service: 's3',
      operation: 'CreateBucket',
      region,
      caller: otherAccountRoot,
      input,
    });
    return {};
  },
};
