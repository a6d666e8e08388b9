import type { Route } from '../router.ts';
import { Buckets } from './buckets.tsx';

/** The pages of Amazon S3. */
export const s3Routes: readonly Route[] = [{ path: '/s3/buckets', page: Buckets }];
