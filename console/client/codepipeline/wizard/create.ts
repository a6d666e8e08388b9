import type { Aws } from '../../aws.ts';
import type { Pipeline } from '../shapes.ts';
import { type Draft, definitionOf } from './draft.ts';
import { type Made, newRole } from './role.ts';

/** The one bucket of a region in which all pipelines that were made by console keep their artifacts. */
async function defaultStore(aws: Aws, region: string): Promise<string> {
  const { Buckets = [] } = await aws<{ Buckets?: { Name: string }[] }>('s3api', 'list-buckets');
  const known = Buckets.find(({ Name }) => new RegExp(`^codepipeline-${region}-\\d+$`).test(Name));
  if (known !== undefined) return known.Name;
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte % 10).join('');
  const bucket = `codepipeline-${region}-${digits}`;
  await aws('s3api', 'create-bucket', {
    bucket,
    'create-bucket-configuration': region === 'us-east-1' ? undefined : { LocationConstraint: region },
  });
  await aws('s3api', 'put-bucket-versioning', { bucket, 'versioning-configuration': { Status: 'Enabled' } });
  return bucket;
}

/**
 * What *Create pipeline* does: the artifact store and the role, where they are not there yet, then the pipeline.
 * Chosen again after a failure, it goes on with what was made before, which `made` remembers. Throws AwsRefusal.
 */
export async function createPipeline(aws: Aws, draft: Draft, region: string, made: Made): Promise<void> {
  const store = draft.store === 'default' ? await defaultStore(aws, region) : draft.storeBucket;
  const roleArn = draft.role === 'existing' ? draft.roleArn : await newRole(aws, draft, region, store, made);
  const pipeline: Pipeline = definitionOf(draft, region, roleArn, store);
  await aws('codepipeline', 'create-pipeline', { pipeline: { ...pipeline } as never });
}
