import type { Route } from '../router.ts';
import { Bucket } from './bucket.tsx';
import { Buckets } from './buckets.tsx';
import { CreateBucket } from './create/create.tsx';
import { DeleteBucket } from './delete.tsx';
import { EmptyBucket } from './empty.tsx';
import { ObjectPage } from './objects/object.tsx';
import { Upload } from './objects/upload.tsx';

/** The pages of Amazon S3. */
export const s3Routes: readonly Route[] = [
  { path: '/s3/buckets', page: Buckets },
  { path: '/s3/create', page: CreateBucket },
  { path: '/s3/buckets/:bucket', page: Bucket },
  { path: '/s3/buckets/:bucket/upload', page: Upload },
  { path: '/s3/buckets/:bucket/object', page: ObjectPage },
  { path: '/s3/buckets/:bucket/empty', page: EmptyBucket },
  { path: '/s3/buckets/:bucket/delete', page: DeleteBucket },
];
