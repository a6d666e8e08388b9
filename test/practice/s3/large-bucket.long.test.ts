import { expect, it } from 'vitest';
import { emptyLargeBucket } from './large-bucket.ts';

it('a bucket of 100 000 versions is listed and emptied in seconds', { timeout: 120_000 }, async () => {
  const { found, milliseconds } = await emptyLargeBucket(100_000);
  expect(found).toBe(100_000);
  expect(milliseconds).toBeLessThan(30_000);
});
