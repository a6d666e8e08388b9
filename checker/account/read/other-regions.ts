import { type Lab, namesOf } from '../../lab/lab.ts';
import { regionsBeside } from '../regions.ts';

/** A bucket with exactly the name that this lab's bucket has in another region, and that region. */
export interface BucketInOtherRegion {
  name: string;
  region: string;
}

const derivedBucketName = /^cp-s3-(?:deploy|artifacts)-\d{12}-([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})/;

/**
 * Finds the same lab's buckets in other regions; an account's list of buckets covers all regions. A name that only
 * begins like a derived one, or is another seat's, does not match.
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
    // `us-east-12` is no region, but the lab's region with a digit too many.
    if (!regionsBeside(region).includes(lab.region)) return [];
    const { deployBucket, artifactBucket } = namesOf({ ...rest, region }, accountId);
    return name === deployBucket || name === artifactBucket ? [{ name, region }] : [];
  });
}
