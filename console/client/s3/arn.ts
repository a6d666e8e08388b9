import { partitionOf } from '../../../checker/lab/lab.ts';

/** The ARN of a bucket in this region, or of an object in it. */
export const arnOf = (region: string, bucket: string, key?: string): string =>
  `arn:${partitionOf(region)}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
