import { measure } from '../contents.ts';
import { byName } from '../ownership/proofs.ts';
import type { Proof } from '../thing.ts';
import type { Kind, Look } from '../types.ts';
import { bucketGone, bucketOf, deleteBucket, findBuckets, speak } from './bucket.ts';
import { deployCandidates } from './deploy-bucket.ts';

export const artifactStoreProof: Proof = {
  by: 'pipeline',
  text: "the lab's pipeline keeps its artifacts in it",
};

async function candidates(look: Look): Promise<Map<string, Proof[]>> {
  const { own } = await look.survey();
  const found = new Map<string, Proof[]>();
  speak(found, look.names.artifactBucket, byName);
  speak(found, own?.artifactBucket ?? '', artifactStoreProof);
  for (const { kind, id } of look.remembered) if (kind === 'artifact-bucket') speak(found, id);
  // A bucket that is both is found once.
  for (const name of (await deployCandidates(look)).keys()) found.delete(name);
  return found;
}

/** The whole bucket goes only if it was made for this lab: the console's is shared by all of a region's pipelines. */
export const artifactBucket: Kind = {
  name: 'artifact-bucket',
  title: 'artifact bucket',
  after: ['pipeline'],
  find: async (look) => findBuckets(look, 'artifact-bucket', await candidates(look)),
  measure: (thing, look) => measure(look, bucketOf(look, thing)),
  delete: deleteBucket,
  gone: bucketGone,
};
