import { versionsIn } from './changes/buckets.ts';
import { cleanUpBut } from './changes/cleanup.ts';
import type { Fault } from './site.ts';

/** Deleting an object by its key alone only hides it: the bucket cannot be deleted. */
export const fault: Fault = {
  id: 'bucket-left',
  step: 9,
  says: 'A cleanup by hand that emptied the versioned deploy bucket with aws s3 rm',
  apply: async (site) => {
    const Bucket = site.names.deployBucket;
    await cleanUpBut(site, ['bucket']);
    for (const { Key, isLatest, isMarker } of await versionsIn(site, Bucket))
      if (isLatest && !isMarker) await site.call('s3', 'DeleteObject', { Bucket, Key });
    return {};
  },
};
