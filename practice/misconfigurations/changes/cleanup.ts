import { ifThere, type Site } from '../site.ts';
import { emptyBucket, removeBucket } from './buckets.ts';
import { removeConnections } from './connections.ts';
import { definitionOf } from './pipelines.ts';
import { removeRole } from './roles.ts';

type Thing = 'pipeline' | 'bucket' | 'artifacts' | 'connection' | 'role';

/** A cleanup by hand that takes everything of the lab but what it forgets. */
export async function cleanUpBut(site: Site, forgotten: readonly Thing[]): Promise<void> {
  const { names } = site;
  const pipeline = await ifThere(definitionOf(site));
  const role = pipeline?.roleArn?.split('/').at(-1) ?? names.role;
  const store = pipeline?.artifactStore?.location ?? names.artifactBucket;
  const takes = (thing: Thing) => !forgotten.includes(thing);
  if (takes('pipeline')) await site.call('codepipeline', 'DeletePipeline', { name: names.pipeline });
  if (takes('bucket')) await removeBucket(site, names.deployBucket);
  if (takes('artifacts')) {
    await removeBucket(site, names.artifactBucket);
    // The store that a console makes is every pipeline's of the region: only this one's part of it goes.
    if (store !== names.artifactBucket)
      await ifThere(emptyBucket(site, store, `${names.pipeline.slice(0, 20)}/`));
  }
  if (takes('connection')) await removeConnections(site);
  if (takes('role')) await ifThere(removeRole(site, role));
}
