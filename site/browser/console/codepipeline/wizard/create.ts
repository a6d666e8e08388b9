import { partitionOf } from '../../../../../checker/lab.ts';
import { type Aws, AwsRefusal, orAbsent } from '../../aws.ts';
import type { Pipeline } from '../shapes.ts';
import { type Draft, definitionOf, roleNameOf } from './draft.ts';

const trust = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** What the actions of this pipeline do, as AWS's documentation of each action lists it. */
function policyOf(draft: Draft, region: string, store: string): object {
  const arn = (bucket: string) => `arn:${partitionOf(region)}:s3:::${bucket}`;
  const prefixes = ['codeconnections', 'codestar-connections'];
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'UseTheConnection',
        Effect: 'Allow',
        Action: prefixes.map((prefix) => `${prefix}:UseConnection`),
        Resource: prefixes.map((prefix) =>
          draft.connection.replace(/:code(connections|star-connections):/, `:${prefix}:`),
        ),
      },
      {
        Sid: 'KeepArtifacts',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:PutObjectAcl'],
        Resource: `${arn(store)}/*`,
      },
      {
        Sid: 'DeployToTheBucket',
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:PutObjectAcl', 's3:PutObjectVersionAcl'],
        Resource: `${arn(draft.bucket)}/*`,
      },
      {
        Sid: 'LookAtBothBuckets',
        Effect: 'Allow',
        Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
        Resource: [arn(store), arn(draft.bucket)],
      },
    ],
  };
}

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

/** The service role, made with its policy; one of this name that is there already is taken as it is. */
async function newRole(aws: Aws, draft: Draft, region: string, store: string): Promise<string> {
  const name = roleNameOf(draft, region);
  const path = '/service-role/';
  const known = await orAbsent(
    aws<{ Role: { Arn: string } }>('iam', 'get-role', { 'role-name': name }),
    'NoSuchEntity',
  );
  if (known !== undefined) return known.Role.Arn;
  if (!draft.mayCreateRole)
    throw new AwsRefusal(
      `There is no role ${name}, and AWS CodePipeline was not allowed to create it. Go back to the pipeline settings.`,
    );
  const policyName = `AWSCodePipelineServiceRole-${region}-${draft.name}`;
  const { Policy } = await aws<{ Policy: { Arn: string } }>('iam', 'create-policy', {
    'policy-name': policyName,
    path,
    'policy-document': JSON.stringify(policyOf(draft, region, store)),
  });
  const { Role } = await aws<{ Role: { Arn: string } }>('iam', 'create-role', {
    'role-name': name,
    path,
    'assume-role-policy-document': JSON.stringify(trust),
  });
  await aws('iam', 'attach-role-policy', { 'role-name': name, 'policy-arn': Policy.Arn });
  return Role.Arn;
}

/**
 * What *Create pipeline* does: the artifact store and the role, where they are not there yet, then the pipeline.
 * Chosen again after a failure, it goes on with what was made before. Throws AwsRefusal.
 */
export async function createPipeline(aws: Aws, draft: Draft, region: string): Promise<void> {
  const store = draft.store === 'default' ? await defaultStore(aws, region) : draft.storeBucket;
  const roleArn = draft.role === 'existing' ? draft.roleArn : await newRole(aws, draft, region, store);
  const pipeline: Pipeline = definitionOf(draft, region, roleArn, store);
  await aws('codepipeline', 'create-pipeline', { pipeline: { ...pipeline } as never });
}
