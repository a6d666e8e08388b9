import { checkerActions } from '../../checker/account/policy.ts';
import { teardownActions } from '../../checker/account/write/operations.ts';
import { partitionOf } from '../../checker/lab/lab.ts';
import { type PolicyDocument, policyDocument, type Statement } from './statement.ts';

const allow = (Sid: string, Action: readonly string[], Resource: Statement['Resource']): Statement => ({
  ...{ Sid, Effect: 'Allow', Action: [...new Set(Action)].sort(), Resource },
});

/** What lets an instructor follow a class: every action behind a call of the checker's, none that changes anything. */
export const readPolicy = (): PolicyDocument =>
  policyDocument([allow('FollowTheClass', checkerActions, '*')]);

const readActions = /:(Get|List|Simulate)/;

/**
 * What lets an instructor tear a class down: reading is allowed on everything, removing on nothing but what carries
 * a name, or a connection's tag, that the lab gives to seats. In any region of the account.
 */
export function teardownPolicy(account: string, region: string): PolicyDocument {
  const arn = `arn:${partitionOf(region)}`;
  const actions = [...checkerActions, ...teardownActions()];
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
      // The console's own artifact bucket is everybody's: only the folders of seats' pipelines.
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

/** Who may take the instructor's role on, in an account of a seat's own. */
export function trustPolicy(instructor: string, region: string, externalId?: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partitionOf(region)}:iam::${instructor}:root` },
        Action: 'sts:AssumeRole',
        // Whoever else may act for that account does not know it (the "confused deputy" of the IAM user guide).
        ...(externalId === undefined
          ? {}
          : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
      },
    ],
  };
}
