import { CandidateList } from '../candidates.ts';
import { nameProof, recordHint } from '../ownership.ts';
import { deploysTo } from '../pipeline-strings.ts';
import type { AccountScan, ResourceType } from '../types.ts';
import { allowWrites, bucketGone, deleteBucket, inspectBucket, measureBucket } from './bucket.ts';

/** The buckets that the lab deploys to or deployed to, each with the proofs known so far. */
export async function deployCandidates(scan: AccountScan): Promise<CandidateList> {
  const { labPipelines } = await scan.inventory();
  const list = new CandidateList();
  for (const name of scan.ownNames('deployBucket')) list.add(name, [nameProof]);
  const targets = labPipelines.flatMap(deploysTo);
  for (const name of targets) list.add(name, [{ by: 'pipeline', text: "the lab's pipeline deploys to it" }]);
  list.add(scan.record.bucket ?? '', [], [recordHint]);
  await list.addKnown(scan, 'deploy-bucket');
  const stores = [
    ...scan.ownNames('artifactBucket'),
    ...labPipelines.flatMap((one) => one.artifactStores.map((store) => store.bucket)),
  ];
  for (const name of stores)
    if (!targets.includes(name) && !scan.ownNames('deployBucket').includes(name)) list.delete(name);
  return list;
}

export const deployBucket: ResourceType = {
  name: 'deploy-bucket',
  title: 'deploy bucket',
  after: ['pipeline'],
  candidates: async (scan) => (await deployCandidates(scan)).result(),
  inspect: (candidate, scan) => inspectBucket('deploy-bucket', candidate, scan),
  measure: measureBucket,
  delete: deleteBucket,
  release: allowWrites,
  probe: bucketGone,
};
