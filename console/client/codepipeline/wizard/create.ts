import type { Aws } from '../../aws.ts';
import type { Pipeline } from '../api-types.ts';
import { type Draft, definitionOf } from './draft.ts';
import { type CreatedResources, ensureServiceRole } from './role.ts';

/** The region's default artifact bucket for all pipelines that are created by console. Creates it when missing. */
async function ensureDefaultStore(aws: Aws, region: string): Promise<string> {
  const { Buckets = [] } = await aws<{ Buckets?: { Name: string }[] }>('s3api', 'list-buckets');
  const existing = Buckets.find(({ Name }) => new RegExp(`^codepipeline-${region}-\\d+$`).test(Name));
  if (existing !== undefined) return existing.Name;
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
 * What *Create pipeline* does: creates the artifact store and the role if they are missing, and then the pipeline.
 * A retry after a failure reuses the resources in `created`. Throws AwsError.
 */
export async function createPipeline(
  aws: Aws,
  draft: Draft,
  region: string,
  created: CreatedResources,
): Promise<void> {
  const store = draft.store === 'default' ? await ensureDefaultStore(aws, region) : draft.storeBucket;
  const roleArn =
    draft.role === 'existing' ? draft.roleArn : await ensureServiceRole(aws, draft, region, store, created);
  const pipeline: Pipeline = definitionOf(draft, region, roleArn, store);
  await aws('codepipeline', 'create-pipeline', { pipeline: { ...pipeline } as never });
}
