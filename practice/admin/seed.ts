import type { SeedOptions } from '../services/s3/seed.ts';

/** Fills a bucket with object versions without uploads. S3 implements it. */
export type SeedBucket = (seeding: SeedOptions) => Promise<void>;
