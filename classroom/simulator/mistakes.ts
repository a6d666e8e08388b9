import { DeleteBucketCommand, DeleteBucketPolicyCommand, GetBucketLocationCommand } from '@aws-sdk/client-s3';
import type { StepId } from '../../checker/lab/lab.ts';
import { blockPublicAccess, createLabBucket, enableVersioning, tagBucket } from './aws-calls/bucket.ts';
import { connectionArn, createConnection, deleteConnections } from './aws-calls/connection.ts';
import { enableTransition, releaseChange, restoreDefinition } from './aws-calls/pipeline.ts';
import { createRole, deleteRole, putPolicy, restoreTrustPolicy } from './aws-calls/role.ts';
import type { LearnerSession } from './learner-session.ts';
import { approveAndWait, redeploy } from './step-scripts.ts';

/** A mistake that happens in a class, and how the learner repairs it. */
export interface Mistake {
  /** The step after which the mistake happens, and at which the board shows it. */
  after: StepId;
  /** The learner's own description. */
  says: string;
  /**
   * Where the mistake cannot happen. `wizard`: the console's wizard created the role, which has no inline
   * policy. `shared`: the seat's policy does not allow it.
   */
  unless?: 'wizard' | 'shared';
  /** Does what the cause's page says. */
  repair(learner: LearnerSession): Promise<unknown>;
}

const onDeployBucket =
  (call: (learner: LearnerSession, name: string) => Promise<unknown>) =>
  (learner: LearnerSession): Promise<unknown> =>
    call(learner, learner.names.deployBucket);

async function recreateBucket(learner: LearnerSession): Promise<void> {
  const Bucket = learner.names.deployBucket;
  // us-east-1 answers for buckets of every region. Other regions redirect, which only the CLI follows by
  // itself.
  const { LocationConstraint } = await learner
    .s3In('us-east-1')
    .send(new GetBucketLocationCommand({ Bucket }));
  await learner.s3In(LocationConstraint ?? 'us-east-1').send(new DeleteBucketCommand({ Bucket }));
  await createLabBucket(learner, Bucket);
}

/**
 * Restores the role's trust policy. A seat's policy forbids changing it, so a shared seat recreates the role.
 */
async function restoreTrust(learner: LearnerSession): Promise<void> {
  if (learner.plan.access.kind !== 'shared') return void (await restoreTrustPolicy(learner));
  await deleteRole(learner);
  await createRole(learner, await connectionArn(learner));
}

const releaseAndApprove = async (learner: LearnerSession) =>
  approveAndWait(learner, await releaseChange(learner));

/**
 * The causes of the catalog that affect only one seat, also in a shared account. Causes that change the
 * clock, or all connections of an account, are left out.
 */
export const mistakes: Readonly<Record<string, Mistake>> = {
  'branch-master': {
    after: 'step-2',
    says: 'my branch is called master',
    repair: (learner) => learner.push(1),
  },
  'page-other': {
    after: 'step-2',
    says: 'it says that my page is another one',
    repair: (learner) => learner.push(1),
  },
  'bucket-other-region': {
    after: 'step-3',
    says: 'my bucket is there and it says it is not',
    repair: recreateBucket,
  },
  'bucket-public-block-off': {
    after: 'step-3',
    says: 'something about public access',
    repair: onDeployBucket(blockPublicAccess),
  },
  'bucket-policy-public': {
    after: 'step-3',
    says: 'I found a policy on the web and now it is red',
    unless: 'shared',
    repair: onDeployBucket(({ s3 }, Bucket) => s3.send(new DeleteBucketPolicyCommand({ Bucket }))),
  },
  'bucket-not-tagged': {
    after: 'step-3',
    says: 'where do I put the tag?',
    repair: onDeployBucket(tagBucket),
  },
  'bucket-missing': {
    after: 'step-3',
    says: 'I deleted the wrong bucket',
    repair: onDeployBucket(createLabBucket),
  },
  'versioning-suspended': {
    after: 'step-3',
    says: 'versioning does not stay on',
    repair: onDeployBucket(enableVersioning),
  },
  'connection-pending': {
    after: 'step-4',
    says: 'the connection says Pending',
    repair: async (learner) => learner.authorize(await connectionArn(learner)),
  },
  'connection-error': {
    after: 'step-4',
    says: 'the connection says Error',
    async repair(learner) {
      await deleteConnections(learner, () => true);
      await learner.authorize(await createConnection(learner));
    },
  },
  'connection-duplicate': {
    after: 'step-4',
    says: 'I have two connections now',
    repair: (learner) => deleteConnections(learner, ({ ConnectionStatus }) => ConnectionStatus === 'PENDING'),
  },
  'wrong-branch': {
    after: 'step-5',
    says: 'nothing happens when I push',
    repair: restoreDefinition,
  },
  'detection-off': { after: 'step-5', says: 'a push starts nothing', repair: restoreDefinition },
  'stage-order': { after: 'step-5', says: 'I am asked after the deploy', repair: restoreDefinition },
  'approval-missing': { after: 'step-5', says: 'nobody asks me', repair: restoreDefinition },
  'deploy-not-extracted': {
    after: 'step-5',
    says: 'there is a zip in my bucket',
    repair: restoreDefinition,
  },
  'deploy-prefix': { after: 'step-5', says: 'my page is in a folder', repair: restoreDefinition },
  'source-repository-other': {
    after: 'step-5',
    says: 'it cannot find my repository',
    repair: restoreDefinition,
  },
  'transition-disabled': {
    after: 'step-5',
    says: 'it stands still before Deploy',
    repair: enableTransition,
  },
  'role-not-assumable': {
    after: 'step-5',
    says: 'not authorized to perform AssumeRole',
    repair: restoreTrust,
  },
  'role-lacks-connection': {
    after: 'step-5',
    says: 'unable to use connection',
    unless: 'wizard',
    repair: async (learner) => putPolicy(learner, await connectionArn(learner)),
  },
  'role-lacks-artifacts': {
    after: 'step-5',
    says: 'the source cannot be kept',
    unless: 'wizard',
    repair: async (learner) => putPolicy(learner, await connectionArn(learner)),
  },
  'deploy-denied': {
    after: 'step-5',
    says: 'Deploy says AccessDenied',
    unless: 'wizard',
    repair: async (learner) => putPolicy(learner, await connectionArn(learner)),
  },
  'role-missing': {
    after: 'step-5',
    says: 'I deleted my role',
    unless: 'wizard',
    repair: async (learner) => createRole(learner, await connectionArn(learner)),
  },
  'source-connection-deleted': {
    after: 'step-5',
    says: 'I made the connection again and now the source fails',
    unless: 'wizard',
    async repair(learner) {
      await putPolicy(learner, await connectionArn(learner));
      await restoreDefinition(learner);
    },
  },
  'approval-rejected': {
    after: 'step-6',
    says: 'I pressed Reject',
    repair: releaseAndApprove,
  },
  'execution-stopped': { after: 'step-6', says: 'I stopped it', repair: releaseAndApprove },
  'source-failed': { after: 'step-6', says: 'Source is red', repair: releaseAndApprove },
  'object-missing': { after: 'step-6', says: 'my page is gone', repair: releaseAndApprove },
  'page-unchanged': {
    after: 'step-8',
    says: 'I pushed and the page is the same',
    repair: (learner) => redeploy(learner, 3),
  },
  'same-commit': {
    after: 'step-8',
    says: 'I released it again, is that not enough?',
    repair: (learner) => redeploy(learner, 3),
  },
};
