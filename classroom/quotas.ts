/** An AWS quota that a class's resources count against. */
export interface Quota {
  resource: 'buckets' | 'roles' | 'pipelines' | 'connections';
  /** How many resources one seat creates. */
  perSeat: number;
  /** AWS's default. An account's own quota can be higher. */
  defaultValue: number;
  /** Counted in the whole account, or in each of its regions. */
  scope: 'account' | 'region';
}

/**
 * AWS's default quotas of what the lab creates. AWS can raise each of them for an account (Service Quotas, or
 * AWS Support); a roster then lists the account's own quotas under `limits`.
 * Sources: S3 user guide, "Bucket quotas" (10,000 since the end of 2024; 100 before); IAM user guide, "IAM
 * and STS quotas"; CodePipeline user guide, "Limits". The quota of 250 connections is known, but no source
 * was found for it or for whether it counts per region. The stricter reading applies here: per account.
 */
export const labQuotas: readonly Quota[] = [
  { resource: 'buckets', perSeat: 2, defaultValue: 10_000, scope: 'account' },
  { resource: 'roles', perSeat: 1, defaultValue: 1_000, scope: 'account' },
  { resource: 'pipelines', perSeat: 1, defaultValue: 1_000, scope: 'region' },
  { resource: 'connections', perSeat: 1, defaultValue: 250, scope: 'account' },
];

/** This share of a quota stays free for other resources of the account and for a second attempt. */
export const reservedShare = 0.1;

/** How many seats fit under a quota of which `used` is taken and the reserved share stays free. */
export function seatsThatFit(
  { perSeat, defaultValue }: Pick<Quota, 'perSeat' | 'defaultValue'>,
  used = 0,
): number {
  return Math.max(0, Math.floor((Math.floor(defaultValue * (1 - reservedShare)) - used) / perSeat));
}
