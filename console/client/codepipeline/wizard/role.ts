import { partitionOf } from '../../../../checker/lab/lab.ts';
import { type Aws, AwsError } from '../../aws.ts';
import { type Draft, roleNameOf } from './draft.ts';

const trustPolicy = {
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

/** What one wizard has made so far: chosen again after a refusal, it goes on from there. */
export interface CreatedResources {
  policy?: { arn: string; name: string; text: string };
  role?: { arn: string; name: string; isReady: boolean };
}

/**
 * The service role with its policy. A role or a policy of that name that this wizard didn't make is somebody's: IAM's
 * refusal is shown, since what such a role may do is not known.
 */
export async function ensureServiceRole(
  aws: Aws,
  draft: Draft,
  region: string,
  store: string,
  created: CreatedResources,
): Promise<string> {
  const name = roleNameOf(draft, region);
  const path = '/service-role/';
  if (created.role?.name !== name) {
    if (!draft.mayCreateRole)
      throw new AwsError(
        `There is no role ${name}, and AWS CodePipeline was not allowed to create it. Go back to the pipeline settings.`,
      );
    const { Role } = await aws<{ Role: { Arn: string } }>('iam', 'create-role', {
      'role-name': name,
      path,
      'assume-role-policy-document': JSON.stringify(trustPolicy),
    });
    created.role = { arn: Role.Arn, name, isReady: false };
  }
  const policy = await ensureServicePolicy(aws, draft, region, store, created);
  if (!created.role.isReady) {
    await aws('iam', 'attach-role-policy', { 'role-name': name, 'policy-arn': policy });
    created.role.isReady = true;
  }
  return created.role.arn;
}

/** The policy's ARN. Where another bucket or connection was chosen since it was made, it follows. */
async function ensureServicePolicy(
  aws: Aws,
  draft: Draft,
  region: string,
  store: string,
  created: CreatedResources,
): Promise<string> {
  const name = `AWSCodePipelineServiceRole-${region}-${draft.name}`;
  const text = JSON.stringify(policyOf(draft, region, store));
  if (created.policy?.name !== name) {
    const { Policy } = await aws<{ Policy: { Arn: string } }>('iam', 'create-policy', {
      'policy-name': name,
      path: '/service-role/',
      'policy-document': text,
    });
    created.policy = { arn: Policy.Arn, name, text };
    if (created.role !== undefined) created.role.isReady = false;
  } else if (created.policy.text !== text) {
    await aws('iam', 'create-policy-version', {
      'policy-arn': created.policy.arn,
      'policy-document': text,
      'set-as-default': true,
    });
    created.policy.text = text;
  }
  return created.policy.arn;
}
