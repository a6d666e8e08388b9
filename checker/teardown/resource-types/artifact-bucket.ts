import { CandidateList } from '../candidates.ts';
import { nameProof } from '../ownership.ts';
import type { OwnershipProof } from '../resource.ts';
import type { ResourceType } from '../types.ts';
import { allowWrites, bucketGone, deleteBucket, inspectBucket, measureBucket } from './bucket.ts';
import { deployCandidates } from './deploy-bucket.ts';

export const artifactStoreProof: OwnershipProof = {
  by: 'pipeline',
  text: "the lab's pipeline stores its artifacts in it",
};

/** Deleted only if it was created for this lab: a region's pipelines share the console's artifact bucket. */
export const artifactBucket: ResourceType = {
  name: 'artifact-bucket',
  title: 'artifact bucket',
  after: ['pipeline'],
  async candidates(scan) {
    const { labPipelines } = await scan.inventory();
    const list = new CandidateList();
    for (const name of scan.ownNames('artifactBucket')) list.add(name, [nameProof]);
    for (const { bucket } of labPipelines.flatMap(({ artifactStores }) => artifactStores))
      list.add(bucket, [artifactStoreProof]);
    await list.addKnown(scan, 'artifact-bucket');
    // A bucket that is also a deploy bucket is found only as that.
    for (const name of (await deployCandidates(scan)).ids()) list.delete(name);
    return list.result();
  },
  inspect: (candidate, scan) => inspectBucket('artifact-bucket', candidate, scan),
  measure: measureBucket,
  delete: deleteBucket,
  release: allowWrites,
  probe: bucketGone,
};
