import { checkerActions, teardownActions } from '../../checker/account/operations/all.ts';
import { partitionOf } from '../../checker/lab/lab.ts';
import { type PolicyDocument, policyDocument, type Statement } from './statement.ts';

const allow = (Sid: string, Action: readonly string[], Resource: Statement['Resource']): Statement => ({
  Sid,
  Effect: 'Allow',
  Action: [...new Set(Action)].sort(),
  Resource,
});

/**
 * Allows an instructor to follow a class: every action that the checker's calls need, none of which writes.
 */
export const readPolicy = (): PolicyDocument =>
  policyDocument([allow('FollowTheClass', checkerActions, '*')]);

const readActions = /:(Get|List|Simulate)/;

/** Every action of a teardown that writes, by what it removes. */
export const removalActions = {
  objects: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:DeleteObjectVersion'],
  buckets: ['s3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:PutBucketPolicy'],
  pipelines: [
    'codepipeline:DeletePipeline',
    'codepipeline:PutApprovalResult',
    'codepipeline:StopPipelineExecution',
  ],
  connections: ['codeconnections:DeleteConnection', 'codestar-connections:DeleteConnection'],
  roles: ['iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'],
  policies: ['iam:DeletePolicy', 'iam:DeletePolicyVersion'],
};

/**
 * Allows an instructor to tear down a class in all regions of the account. It allows reading everything, and
 * removing only what has a seat's name, or a connection with the lab's tag.
 */
export function teardownPolicy(account: string, region: string): PolicyDocument {
  const arn = `arn:${partitionOf(region)}`;
  const actions = [...checkerActions, ...teardownActions];
  const buckets = ['deploy', 'artifacts'].map((kind) => `${arn}:s3:::cp-s3-${kind}-${account}-*`);
  const statements = [
    allow(
      'LookAtEverything',
      actions.filter((action) => readActions.test(action)),
      '*',
    ),
    allow('RemoveObjects', removalActions.objects, [
      ...buckets.map((bucket) => `${bucket}/*`),
      // All pipelines share the console's artifact bucket, so only the prefixes of the seats' pipelines
      // match.
      `${arn}:s3:::codepipeline-*/*-cp-lab/*`,
    ]),
    allow('RemoveBuckets', removalActions.buckets, buckets),
    allow('RemovePipelines', removalActions.pipelines, `${arn}:codepipeline:*:${account}:*-cp-lab*`),
    {
      ...allow('RemoveConnections', removalActions.connections, '*'),
      Condition: { StringEquals: { 'aws:ResourceTag/lab': 'codepipeline-lab' } },
    },
    allow('RemoveRoles', removalActions.roles, [
      `${arn}:iam::${account}:role/*-cp-lab-*`,
      `${arn}:iam::${account}:role/service-role/*-cp-lab-*`,
    ]),
    allow('RemovePolicies', removalActions.policies, `${arn}:iam::${account}:policy/service-role/*-cp-lab`),
  ];
  return policyDocument(statements);
}

/**
 * The trust policy of the instructor's role in a seat's own account. `instructor` is the shared account's id.
 */
export function trustPolicy(instructor: string, region: string, externalId?: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partitionOf(region)}:iam::${instructor}:root` },
        Action: 'sts:AssumeRole',
        // Other principals of the instructor's account do not know the id ("confused deputy", IAM user
        // guide).
        ...(externalId === undefined
          ? {}
          : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
      },
    ],
  };
}
