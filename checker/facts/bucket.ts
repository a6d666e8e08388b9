import { andThen, known, map } from '../account/fact.ts';
import * as s3 from '../account/s3.ts';
import { isOtherSeatsName } from '../lab/lab.ts';
import { identity, names } from './caller.ts';
import { pageFile } from './content.ts';
import { fact } from './declare.ts';
import type { BucketNearMiss } from './values.ts';

export const bucket = fact({
  description: 'the deploy bucket: whose, and where',
  calls: ['s3 HeadBucket'],
  dependsOn: { names, identity },
  read: async (get, { calls }) =>
    andThen(await get.identity(), async ({ account }) =>
      andThen(await get.names(), ({ deployBucket }) => s3.bucket(calls, deployBucket, account)),
    ),
});

export const bucketNearMiss = fact({
  description: 'buckets that are nearly the one looked for',
  calls: ['s3 ListBuckets'],
  dependsOn: { bucket, names, identity },
  read: async (get, { calls, lab }) => {
    const [bucketFact, namesFact, caller] = [await get.bucket(), await get.names(), await get.identity()];
    if (bucketFact.state === 'known' || namesFact.state !== 'known' || caller.state !== 'known')
      return known<BucketNearMiss>({ foreign: false, similar: [] });
    const { deployBucket } = namesFact.value;
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
});

export const publicAccess = fact({
  description: "the bucket's Block Public Access",
  calls: ['s3 GetPublicAccessBlock'],
  dependsOn: { bucket },
  read: async (get, { calls }) => andThen(await get.bucket(), (found) => s3.publicAccessBlock(calls, found)),
});

export const versioning = fact({
  description: "the bucket's versioning",
  calls: ['s3 GetBucketVersioning'],
  dependsOn: { bucket },
  read: async (get, { calls }) => andThen(await get.bucket(), (found) => s3.versioning(calls, found)),
});

export const encryption = fact({
  description: 'what new objects of the bucket are encrypted with',
  calls: ['s3 GetBucketEncryption'],
  dependsOn: { bucket },
  read: async (get, { calls }) => andThen(await get.bucket(), (found) => s3.encryption(calls, found)),
});

export const publicPolicy = fact({
  description: 'whether a policy opens the bucket to everybody',
  calls: ['s3 GetBucketPolicyStatus'],
  dependsOn: { bucket },
  read: async (get, { calls }) => andThen(await get.bucket(), (found) => s3.isPublicByPolicy(calls, found)),
});

export const bucketTags = fact({
  description: "the bucket's tags",
  calls: ['s3 GetBucketTagging'],
  dependsOn: { bucket },
  read: async (get, { calls }) => andThen(await get.bucket(), (found) => s3.bucketTags(calls, found)),
});

/** The versions of `index.html` in the deploy bucket, newest first. */
export const versions = fact({
  description: 'the versions of index.html in the deploy bucket',
  calls: ['s3 ListObjectVersions'],
  dependsOn: { bucket },
  read: async (get, { calls }) =>
    andThen(await get.bucket(), (found) => s3.versionsOf(calls, found, pageFile)),
});
