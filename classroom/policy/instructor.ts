import { checkerActions, teardownActions } from '../../checker/account/operations/all.ts';
import { partitionOf } from '../../checker/lab/lab.ts';
import { type PolicyDocument, policyDocument, type Statement } from './statement.ts';

const allow = (Sid: string, Action: readonly string[], Resource: Statement['Resource']): Statement => ({
  ...{ Sid, Effect: 'Allow', Action: [...new Set(Action)].sort(), Resource },
});

/**
 * Allows an instructor to follow a class: every action that the checker's calls need, none of which writes.
 */
export const readPolicy = (): PolicyDocument =>
  policyDocument([allow('FollowTheClass', checkerActions, '*')]);

const readActions = /:(Get|List|Simulate)/;

/**
 * Allows an instructor to tear down a class in all regions of the account. It allows reading everything, and
 * removing only what has a seat's name, or a connection with the lab's tag.
 */
export function teardownPolicy(account: string, region: string): PolicyDocument {
  const arn = `arn:${partitionOf(region)}`;
  const actions = [...checkerActions, ...teardownActions];
  const writeActions = actions.filter((action) => !readActions.test(action));
  const writesMatching = (pattern: RegExp) => writeActions.filter((action) => pattern.test(action));
  const objects = /^s3:(Delete|Abort)(Object|Multipart)/;
  const buckets = ['deploy', 'artifacts'].map((kind) => `${arn}:s3:::cp-s3-${kind}-${account}-*`);
  const statements = [
    allow(
      'LookAtEverything',
      actions.filter((action) => readActions.test(action)),
      '*',
    ),
    allow('RemoveObjects', writesMatching(objects), [
      ...buckets.map((bucket) => `${bucket}/*`),
      // All pipelines share the console's artifact bucket, so only the prefixes of the seats' pipelines
      // match.
      `${arn}:s3:::codepipeline-*/*-cp-lab/*`,
    ]),
    allow('RemoveBuckets', writesMatching(/^s3:(?!Delete(Object|ObjectVersion)$|Abort)/), buckets),
    allow('RemovePipelines', writesMatching(/^codepipeline:/), `${arn}:codepipeline:*:${account}:*-cp-lab*`),
    {
      ...allow('RemoveConnections', writesMatching(/^code(connections|star-connections):/), '*'),
      Condition: { StringEquals: { 'aws:ResourceTag/lab': 'codepipeline-lab' } },
    },
    allow('RemoveRoles', writesMatching(/^iam:\w*Role/), [
      `${arn}:iam::${account}:role/*-cp-lab-*`,
      `${arn}:iam::${account}:role/service-role/*-cp-lab-*`,
    ]),
    allow(
      'RemovePolicies',
      writesMatching(/^iam:DeletePolicy/),
      `${arn}:iam::${account}:policy/service-role/*-cp-lab`,
    ),
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
