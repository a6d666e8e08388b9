import type { Operations } from '../../core/operations.ts';

/** A table of operations of S3. */
export type S3Operations = Operations<typeof import('@aws-sdk/client-s3')>;
