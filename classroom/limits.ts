/** What a class adds to an account, and how much of it an account may hold. */
export interface Limit {
  kind: 'buckets' | 'roles' | 'pipelines' | 'connections';
  /** How many one seat makes. */
  perSeat: number;
  /** AWS's default; an account's own may have been raised. */
  most: number;
  /** Counted in the whole account, or in each of its regions. */
  per: 'account' | 'region';
}

/**
 * AWS's default quotas of what the lab makes. All are of the account and can be raised (Service Quotas, or
 * AWS Support): a class says its account's own under `limits`.
 * Sources: S3 user guide, "Bucket quotas" (10,000 since the end of 2024; 100 before); IAM user guide, "IAM and STS
 * quotas"; CodePipeline user guide, "Limits". That connections are 250 is known and could not be looked up; whether
 * they are counted per region neither: the whole account is taken, the stricter reading.
 */
export const limits: readonly Limit[] = [
  { kind: 'buckets', perSeat: 2, most: 10_000, per: 'account' },
  { kind: 'roles', perSeat: 1, most: 1_000, per: 'account' },
  { kind: 'pipelines', perSeat: 1, most: 1_000, per: 'region' },
  { kind: 'connections', perSeat: 1, most: 250, per: 'account' },
];

/** This much of a quota stays free for what else is in the account, and for a second try. */
export const margin = 0.1;

/** How many seats' things fit under a quota, its margin kept free and `taken` there already. */
export function roomFor({ perSeat, most }: Pick<Limit, 'perSeat' | 'most'>, taken = 0): number {
  return Math.max(0, Math.floor((Math.floor(most * (1 - margin)) - taken) / perSeat));
}
