import { DeleteBucketCommand, DeleteBucketPolicyCommand, GetBucketLocationCommand } from '@aws-sdk/client-s3';
import type { StepId } from '../../checker/lab/lab.ts';
import type { Desk } from './desk.ts';
import { deliver, redeploy } from './lessons.ts';
import { blockPublicAccess, keepVersions, makeBucket, tagBucket } from './works/bucket.ts';
import { connectionArn, createConnection, deleteConnections } from './works/connection.ts';
import { openTransition, putRight, release } from './works/pipeline.ts';
import { makeRole, putPolicy, removeRole, trustCodePipeline } from './works/role.ts';

/** Something that goes wrong in a class, and how the learner puts it right again. */
export interface Mistake {
  /** The step after which it happens, and at which the board shows it. */
  after: StepId;
  /** In a learner's own words. */
  says: string;
  /**
   * Whom it can't befall: somebody whose role the console's wizard made (it has no inline policy), or somebody who
   * may do no more than a seat's policy allows.
   */
  unless?: 'wizard' | 'shared';
  /** What the cause's page says to do. */
  repair(desk: Desk): Promise<unknown>;
}

const bucket =
  (order: (desk: Desk, name: string) => Promise<unknown>) =>
  (desk: Desk): Promise<unknown> =>
    order(desk, desk.names.deployBucket);

async function moveBucket(desk: Desk): Promise<void> {
  const Bucket = desk.names.deployBucket;
  // us-east-1 answers for every region's buckets; others redirect, which the CLI follows by itself.
  const { LocationConstraint } = await desk.s3In('us-east-1').send(new GetBucketLocationCommand({ Bucket }));
  await desk.s3In(LocationConstraint ?? 'us-east-1').send(new DeleteBucketCommand({ Bucket }));
  await makeBucket(desk, Bucket);
}

/** A seat's policy lets nobody change a trust: there the role is made anew. */
async function trustAgain(desk: Desk): Promise<void> {
  if (desk.plan.access.kind !== 'shared') return void (await trustCodePipeline(desk));
  await removeRole(desk);
  await makeRole(desk, await connectionArn(desk));
}

const releaseAgain = async (desk: Desk) => deliver(desk, await release(desk));

/**
 * Causes of the catalogue that touch the seat's own things alone, whichever account it shares: those that change the
 * clock, or every connection of an account, are none of a class's.
 */
export const mistakes: Readonly<Record<string, Mistake>> = {
  'branch-master': {
    after: 'step-2',
    says: 'my branch is called master',
    repair: (desk) => desk.push(1),
  },
  'page-other': {
    after: 'step-2',
    says: 'it says that my page is another one',
    repair: (desk) => desk.push(1),
  },
  'bucket-other-region': {
    after: 'step-3',
    says: 'my bucket is there and it says it is not',
    repair: moveBucket,
  },
  'bucket-public-block-off': {
    after: 'step-3',
    says: 'something about public access',
    repair: bucket(blockPublicAccess),
  },
  'bucket-policy-public': {
    after: 'step-3',
    says: 'I found a policy on the web and now it is red',
    unless: 'shared',
    repair: bucket(({ s3 }, Bucket) => s3.send(new DeleteBucketPolicyCommand({ Bucket }))),
  },
  'bucket-not-tagged': {
    after: 'step-3',
    says: 'where do I put the tag?',
    repair: bucket(tagBucket),
  },
  'bucket-missing': {
    after: 'step-3',
    says: 'I deleted the wrong bucket',
    repair: bucket(makeBucket),
  },
  'versioning-suspended': {
    after: 'step-3',
    says: 'versioning does not stay on',
    repair: bucket(keepVersions),
  },
  'connection-pending': {
    after: 'step-4',
    says: 'the connection says Pending',
    repair: async (desk) => desk.authorize(await connectionArn(desk)),
  },
  'connection-error': {
    after: 'step-4',
    says: 'the connection says Error',
    async repair(desk) {
      await deleteConnections(desk, () => true);
      await desk.authorize(await createConnection(desk));
    },
  },
  'connection-duplicate': {
    after: 'step-4',
    says: 'I have two connections now',
    repair: (desk) => deleteConnections(desk, ({ ConnectionStatus }) => ConnectionStatus === 'PENDING'),
  },
  'wrong-branch': {
    after: 'step-5',
    says: 'nothing happens when I push',
    repair: putRight,
  },
  'detection-off': { after: 'step-5', says: 'a push starts nothing', repair: putRight },
  'stage-order': { after: 'step-5', says: 'I am asked after the deploy', repair: putRight },
  'approval-missing': { after: 'step-5', says: 'nobody asks me', repair: putRight },
  'deploy-not-extracted': {
    after: 'step-5',
    says: 'there is a zip in my bucket',
    repair: putRight,
  },
  'deploy-prefix': { after: 'step-5', says: 'my page is in a folder', repair: putRight },
  'source-repository-other': {
    after: 'step-5',
    says: 'it cannot find my repository',
    repair: putRight,
  },
  'transition-disabled': {
    after: 'step-5',
    says: 'it stands still before Deploy',
    repair: openTransition,
  },
  'role-not-assumable': {
    after: 'step-5',
    says: 'not authorized to perform AssumeRole',
    repair: trustAgain,
  },
  'role-lacks-connection': {
    after: 'step-5',
    says: 'unable to use connection',
    unless: 'wizard',
    repair: async (desk) => putPolicy(desk, await connectionArn(desk)),
  },
  'role-lacks-artifacts': {
    after: 'step-5',
    says: 'the source cannot be kept',
    unless: 'wizard',
    repair: async (desk) => putPolicy(desk, await connectionArn(desk)),
  },
  'deploy-denied': {
    after: 'step-5',
    says: 'Deploy says AccessDenied',
    unless: 'wizard',
    repair: async (desk) => putPolicy(desk, await connectionArn(desk)),
  },
  'role-missing': {
    after: 'step-5',
    says: 'I deleted my role',
    unless: 'wizard',
    repair: async (desk) => makeRole(desk, await connectionArn(desk)),
  },
  'source-connection-deleted': {
    after: 'step-5',
    says: 'I made the connection again and now the source fails',
    unless: 'wizard',
    async repair(desk) {
      await putPolicy(desk, await connectionArn(desk));
      await putRight(desk);
    },
  },
  'approval-rejected': {
    after: 'step-6',
    says: 'I pressed Reject',
    repair: releaseAgain,
  },
  'execution-stopped': { after: 'step-6', says: 'I stopped it', repair: releaseAgain },
  'source-failed': { after: 'step-6', says: 'Source is red', repair: releaseAgain },
  'object-missing': { after: 'step-6', says: 'my page is gone', repair: releaseAgain },
  'page-unchanged': {
    after: 'step-8',
    says: 'I pushed and the page is the same',
    repair: (desk) => redeploy(desk, 3),
  },
  'same-commit': {
    after: 'step-8',
    says: 'I released it again, is that not enough?',
    repair: (desk) => redeploy(desk, 3),
  },
};
