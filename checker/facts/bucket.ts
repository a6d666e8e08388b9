import { andThen, known, map } from '../account/fact.ts';
import * as s3 from '../account/s3.ts';
import { isOtherSeatsName } from '../lab/lab.ts';
import { pageFile } from './content.ts';
import type { FactReaders } from './fact-context.ts';

export const bucketFacts: FactReaders<
  | 'bucket'
  | 'bucketNearMiss'
  | 'publicAccess'
  | 'versioning'
  | 'encryption'
  | 'publicPolicy'
  | 'bucketTags'
  | 'versions'
> = {
  bucket: async (getFact, { calls }) =>
    andThen(await getFact('identity'), async ({ account }) =>
      andThen(await getFact('names'), ({ deployBucket }) => s3.bucket(calls, deployBucket, account)),
    ),
  bucketNearMiss: async (getFact, { calls, lab }) => {
    const [bucketFact, names, caller] = [
      await getFact('bucket'),
      await getFact('names'),
      await getFact('identity'),
    ];
    if (bucketFact.state === 'known' || names.state !== 'known' || caller.state !== 'known')
      return known({ foreign: false, similar: [] });
    const { deployBucket } = names.value;
    const { account } = caller.value;
    return map(await s3.bucketNames(calls), ({ items, complete }) => ({
      // Access is denied and the account's complete list lacks the name: another account owns the bucket.
      foreign:
        bucketFact.state === 'unknown' &&
        bucketFact.error.cause === 'denied' &&
        complete &&
        !items.includes(deployBucket),
      similar: items.filter(
        (name) =>
          name.startsWith('cp-s3-deploy-') &&
          name !== deployBucket &&
          !isOtherSeatsName('deployBucket', name, lab, account),
      ),
    }));
  },
  publicAccess: async (getFact, { calls }) =>
    andThen(await getFact('bucket'), (bucket) => s3.publicAccessBlock(calls, bucket)),
  versioning: async (getFact, { calls }) =>
    andThen(await getFact('bucket'), (bucket) => s3.versioning(calls, bucket)),
  encryption: async (getFact, { calls }) =>
    andThen(await getFact('bucket'), (bucket) => s3.encryption(calls, bucket)),
  publicPolicy: async (getFact, { calls }) =>
    andThen(await getFact('bucket'), (bucket) => s3.isPublicByPolicy(calls, bucket)),
  bucketTags: async (getFact, { calls }) =>
    andThen(await getFact('bucket'), (bucket) => s3.bucketTags(calls, bucket)),
  versions: async (getFact, { calls }) =>
    andThen(await getFact('bucket'), (bucket) => s3.versionsOf(calls, bucket, pageFile)),
};
