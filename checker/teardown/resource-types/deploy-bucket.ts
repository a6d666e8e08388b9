import { measure } from '../contents.ts';
import { byName } from '../ownership/proofs.ts';
import type { Proof } from '../thing.ts';
import type { Kind, Look } from '../types.ts';
import { bucketGone, bucketOf, deleteBucket, findBuckets, speak } from './bucket.ts';

/** The buckets that the lab deploys to, or did, each with what speaks for it so far. */
export async function deployCandidates(look: Look): Promise<Map<string, Proof[]>> {
  const { own } = await look.survey();
  const candidates = new Map<string, Proof[]>();
  speak(candidates, look.names.deployBucket, byName);
  for (const { category, provider, configuration } of own?.stages.flatMap(({ actions }) => actions) ?? [])
    if (category === 'Deploy' && provider === 'S3')
      speak(candidates, configuration.BucketName ?? '', {
        by: 'pipeline',
        text: "the lab's pipeline deploys to it",
      });
  speak(candidates, look.record.bucket ?? '');
  for (const { kind, id } of look.remembered) if (kind === 'deploy-bucket') speak(candidates, id);
  return candidates;
}

export const deployBucket: Kind = {
  name: 'deploy-bucket',
  title: 'deploy bucket',
  after: ['pipeline'],
  find: async (look) => findBuckets(look, 'deploy-bucket', await deployCandidates(look)),
  measure: (thing, look) => measure(look, bucketOf(look, thing)),
  delete: deleteBucket,
  gone: bucketGone,
};
