import { expect, it } from 'vitest';
import { emptyLargeBucket } from './large-bucket.ts';

it('a bucket of 100 000 versions is listed and emptied, page by page', { timeout: 120_000 }, async () => {
  const found = await emptyLargeBucket(100_000);
  expect(found).toBe(100_000);
});
