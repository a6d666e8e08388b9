import type { Seeding } from '../services/s3/seed.ts';

/** How S3 fills a bucket without uploads. */
export type Seed = (seeding: Seeding) => Promise<void>;
