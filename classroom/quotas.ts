/** What a class adds to an account, and how much of it an account may hold. */
export interface Quota {
  resource: 'buckets' | 'roles' | 'pipelines' | 'connections';
  /** How many one seat makes. */
  perSeat: number;
  /** AWS's default; an account's own may have been raised. */
  defaultValue: number;
  /** Counted in the whole account, or in each of its regions. */
  scope: 'account' | 'region';
}

/**
 * AWS's default quotas of what the lab makes. All are of the account and can be raised (Service Quotas, or
 * AWS Support): a class says its account's own under `limits`.
 * Sources: S3 user guide, "Bucket quotas" (10,000 since the end of 2024; 100 before); IAM user guide, "IAM and STS
 * quotas"; CodePipeline user guide, "Limits". That connections are 250 is known and could not be looked up; whether
 * they are counted per region neither: the whole account is taken, the stricter reading.
 */
export const labQuotas: readonly Quota[] = [
  { resource: 'buckets', perSeat: 2, defaultValue: 10_000, scope: 'account' },
  { resource: 'roles', perSeat: 1, defaultValue: 1_000, scope: 'account' },
  { resource: 'pipelines', perSeat: 1, defaultValue: 1_000, scope: 'region' },
  { resource: 'connections', perSeat: 1, defaultValue: 250, scope: 'account' },
];

/** This much of a quota stays free for what else is in the account, and for a second try. */
export const reservedShare = 0.1;

/** How many seats' things fit under a quota, its margin kept free and `taken` there already. */
export function seatsThatFit(
  { perSeat, defaultValue }: Pick<Quota, 'perSeat' | 'defaultValue'>,
  used = 0,
): number {
  return Math.max(0, Math.floor((Math.floor(defaultValue * (1 - reservedShare)) - used) / perSeat));
}
