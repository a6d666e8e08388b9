import { type Lab, undefinedIfMissing } from '../lab.ts';
import { emptyBucket, removeBucket } from './buckets.ts';
import { removeConnections } from './connections.ts';
import { definitionOf } from './pipelines.ts';
import { removeRole } from './roles.ts';

type LabResource = 'pipeline' | 'bucket' | 'artifacts' | 'connection' | 'role';

/** A cleanup by hand that takes everything of the lab but what it forgets. */
export async function cleanUpExcept(lab: Lab, exceptions: readonly LabResource[]): Promise<void> {
  const { names } = lab;
  const pipeline = await undefinedIfMissing(definitionOf(lab));
  const role = pipeline?.roleArn?.split('/').at(-1) ?? names.role;
  const store = pipeline?.artifactStore?.location ?? names.artifactBucket;
  const isDeleted = (resource: LabResource) => !exceptions.includes(resource);
  if (isDeleted('pipeline')) await lab.call('codepipeline', 'DeletePipeline', { name: names.pipeline });
  if (isDeleted('bucket')) await removeBucket(lab, names.deployBucket);
  if (isDeleted('artifacts')) {
    await removeBucket(lab, names.artifactBucket);
    // The store that a console makes is every pipeline's of the region: only this one's part of it goes.
    if (store !== names.artifactBucket)
      await undefinedIfMissing(emptyBucket(lab, store, `${names.pipeline.slice(0, 20)}/`));
  }
  if (isDeleted('connection')) await removeConnections(lab);
  if (isDeleted('role')) await undefinedIfMissing(removeRole(lab, role));
}
