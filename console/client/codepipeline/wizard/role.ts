import { partitionOf } from '../../../../checker/lab/lab.ts';
import { type Aws, AwsError } from '../../aws.ts';
import { type Draft, roleNameOf } from './draft.ts';

const trustPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** The permissions that this pipeline's actions need, as AWS's documentation of each action lists them. */
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

/** The resources that one wizard has created so far. A retry after an error continues from there. */
export interface CreatedResources {
  policy?: { arn: string; name: string; text: string };
  role?: { arn: string; name: string; isReady: boolean };
}

/**
 * Creates the service role with its policy and answers its ARN. Throws IAM's error when this wizard did not create an
 * existing role or policy of that name, since the permissions of such a role are not known.
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

/** Creates the policy and answers its ARN. Updates the policy when a bucket or the connection has changed since. */
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
