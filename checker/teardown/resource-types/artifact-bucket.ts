import { measure } from '../contents.ts';
import { nameProof } from '../ownership.ts';
import type { OwnershipProof } from '../resource.ts';
import type { AccountScan, ResourceType } from '../types.ts';
import { addProof, bucketGone, bucketOf, deleteBucket, findBuckets } from './bucket.ts';
import { deployCandidates } from './deploy-bucket.ts';

export const artifactStoreProof: OwnershipProof = {
  by: 'pipeline',
  text: "the lab's pipeline keeps its artifacts in it",
};

async function candidates(scan: AccountScan): Promise<Map<string, OwnershipProof[]>> {
  const { labPipeline } = await scan.inventory();
  const found = new Map<string, OwnershipProof[]>();
  addProof(found, scan.names.artifactBucket, nameProof);
  addProof(found, labPipeline?.artifactBucket ?? '', artifactStoreProof);
  for (const { kind, id } of scan.journaled) if (kind === 'artifact-bucket') addProof(found, id);
  // A bucket that is also a deploy bucket is found only as that.
  for (const name of (await deployCandidates(scan)).keys()) found.delete(name);
  return found;
}

/** Deleted only if it was created for this lab: a region's pipelines share the console's artifact bucket. */
export const artifactBucket: ResourceType = {
  name: 'artifact-bucket',
  title: 'artifact bucket',
  after: ['pipeline'],
  find: async (scan) => findBuckets(scan, 'artifact-bucket', await candidates(scan)),
  measure: (resource, scan) => measure(scan, bucketOf(scan, resource)),
  delete: deleteBucket,
  probe: bucketGone,
};
