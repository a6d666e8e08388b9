import { type Lab, undefinedIfMissing } from '../lab.ts';
import { emptyBucket, removeBucket } from './buckets.ts';
import { removeConnections } from './connections.ts';
import { definitionOf } from './pipelines.ts';
import { removeRole } from './roles.ts';

type LabResource = 'pipeline' | 'bucket' | 'artifacts' | 'connection' | 'role';

/** Deletes the lab's resources except the given ones, as a learner would who deletes them manually and forgets some. */
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
    // A store that the console created belongs to all pipelines of the region, so delete only this pipeline's
    // artifacts.
    if (store !== names.artifactBucket)
      await undefinedIfMissing(emptyBucket(lab, store, `${names.pipeline.slice(0, 20)}/`));
  }
  if (isDeleted('connection')) await removeConnections(lab);
  if (isDeleted('role')) await undefinedIfMissing(removeRole(lab, role));
}
