import { andThen, known, map } from '../account/fact.ts';
import * as s3 from '../account/s3.ts';
import { isNeighbours } from '../lab/lab.ts';
import { pageFile } from './content.ts';
import type { Sources } from './setting.ts';

export const bucketSources: Sources<
  | 'bucket'
  | 'bucketNearMiss'
  | 'publicAccess'
  | 'versioning'
  | 'encryption'
  | 'publicPolicy'
  | 'bucketTags'
  | 'versions'
> = {
  bucket: async (get, { calls }) =>
    andThen(await get('identity'), async ({ account }) =>
      andThen(await get('names'), ({ deployBucket }) => s3.bucket(calls, deployBucket, account)),
    ),
  bucketNearMiss: async (get, { calls, lab }) => {
    const [there, names, who] = [await get('bucket'), await get('names'), await get('identity')];
    if (there.state === 'known' || names.state !== 'known' || who.state !== 'known')
      return known({ foreign: false, similar: [] });
    const { deployBucket } = names.value;
    const { account } = who.value;
    return map(await s3.bucketNames(calls), ({ items, complete }) => ({
      // Refused, and not in the whole list of the account's own: it is somebody else's.
      foreign:
        there.state === 'unknown' &&
        there.trouble.cause === 'denied' &&
        complete &&
        !items.includes(deployBucket),
      similar: items.filter(
        (name) =>
          name.startsWith('cp-s3-deploy-') &&
          name !== deployBucket &&
          !isNeighbours('deployBucket', name, lab, account),
      ),
    }));
  },
  publicAccess: async (get, { calls }) =>
    andThen(await get('bucket'), (bucket) => s3.publicAccessBlock(calls, bucket)),
  versioning: async (get, { calls }) =>
    andThen(await get('bucket'), (bucket) => s3.versioning(calls, bucket)),
  encryption: async (get, { calls }) =>
    andThen(await get('bucket'), (bucket) => s3.encryption(calls, bucket)),
  publicPolicy: async (get, { calls }) =>
    andThen(await get('bucket'), (bucket) => s3.isPublicByPolicy(calls, bucket)),
  bucketTags: async (get, { calls }) =>
    andThen(await get('bucket'), (bucket) => s3.bucketTags(calls, bucket)),
  versions: async (get, { calls }) =>
    andThen(await get('bucket'), (bucket) => s3.versionsOf(calls, bucket, pageFile)),
};
