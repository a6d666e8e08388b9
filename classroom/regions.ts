import { regionsOf } from '../checker/account/regions.ts';

/** The regions of the partitions that the lab supports (`partitionOf` in checker/lab/lab.ts). */
export const knownRegions: readonly string[] = regionsOf(['aws', 'aws-cn', 'aws-us-gov']);

/** Whether the region belongs to a partition whose ARNs the lab does not support. */
export const isUnsupportedPartition = (region: string): boolean =>
  /^(?:eusc|us-isob?|us-isof|eu-isoe)-/.test(region);
