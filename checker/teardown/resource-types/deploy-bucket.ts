import { measure } from '../contents.ts';
import { nameProof } from '../ownership.ts';
import type { OwnershipProof } from '../resource.ts';
import type { AccountScan, ResourceType } from '../types.ts';
import { addProof, bucketGone, bucketOf, deleteBucket, findBuckets } from './bucket.ts';

/** The buckets that the lab deploys to or deployed to, each with the proofs known so far. */
export async function deployCandidates(scan: AccountScan): Promise<Map<string, OwnershipProof[]>> {
  const { labPipeline } = await scan.inventory();
  const candidates = new Map<string, OwnershipProof[]>();
  addProof(candidates, scan.names.deployBucket, nameProof);
  for (const { category, provider, configuration } of labPipeline?.stages.flatMap(({ actions }) => actions) ??
    [])
    if (category === 'Deploy' && provider === 'S3')
      addProof(candidates, configuration.BucketName ?? '', {
        by: 'pipeline',
        text: "the lab's pipeline deploys to it",
      });
  addProof(candidates, scan.record.bucket ?? '');
  for (const { kind, id } of scan.journaled) if (kind === 'deploy-bucket') addProof(candidates, id);
  return candidates;
}

export const deployBucket: ResourceType = {
  name: 'deploy-bucket',
  title: 'deploy bucket',
  after: ['pipeline'],
  find: async (scan) => findBuckets(scan, 'deploy-bucket', await deployCandidates(scan)),
  measure: (resource, scan) => measure(scan, bucketOf(scan, resource)),
  delete: deleteBucket,
  probe: bucketGone,
};
