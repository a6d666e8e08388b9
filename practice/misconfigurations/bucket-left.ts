import { listVersions } from './changes/buckets.ts';
import { cleanUpExcept } from './changes/cleanup.ts';
import type { Misconfiguration } from './lab.ts';

/** Deleting an object by its key alone only hides its versions, so the bucket still cannot be deleted. */
export const misconfiguration: Misconfiguration = {
  id: 'bucket-left',
  step: 9,
  says: 'A cleanup by hand that emptied the versioned deploy bucket with aws s3 rm',
  apply: async (lab) => {
    const Bucket = lab.names.deployBucket;
    await cleanUpExcept(lab, ['bucket']);
    for (const { Key, isLatest, isMarker } of await listVersions(lab, Bucket))
      if (isLatest && !isMarker) await lab.call('s3', 'DeleteObject', { Bucket, Key });
    return {};
  },
};
