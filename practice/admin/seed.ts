import type { SeedOptions } from '../services/s3/seed.ts';

/** How S3 fills a bucket without uploads. */
export type SeedBucket = (seeding: SeedOptions) => Promise<void>;
