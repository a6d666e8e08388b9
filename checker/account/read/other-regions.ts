import { type Lab, namesOf } from '../../lab/lab.ts';

/** A bucket that has exactly the name which this lab's would have in another region, and that region. */
export interface BucketInOtherRegion {
  name: string;
  region: string;
}

const derivedBucketName = /^cp-s3-(?:deploy|artifacts)-\d{12}-([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})/;

/**
 * Buckets of the same lab in other regions: an account's one list of buckets tells of all of them. A name that only
 * begins so, or is another seat's, is no such bucket.
 */
export function bucketsInOtherRegions(
  bucketNames: readonly string[],
  lab: Lab,
  accountId: string,
): BucketInOtherRegion[] {
  const { names: _, ...rest } = lab;
  return bucketNames.flatMap((name) => {
    const region = derivedBucketName.exec(name)?.[1];
    if (region === undefined || region === lab.region) return [];
    const { deployBucket, artifactBucket } = namesOf({ ...rest, region }, accountId);
    return name === deployBucket || name === artifactBucket ? [{ name, region }] : [];
  });
}
