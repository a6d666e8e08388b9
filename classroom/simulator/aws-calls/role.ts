import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { boundaryArn, consoleName, partitionOf } from '../../../checker/lab/lab.ts';
import type { LearnerSession } from '../learner-session.ts';

const document = (Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

const trust = document([
  { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);

/**
 * Whether the console's wizard creates the role and the artifact bucket. In a shared account the policy
 * forbids it.
 */
export const wizardCreatesAll = ({ plan }: LearnerSession) =>
  plan.method === 'console' && plan.access.kind !== 'shared';

/** The name of the pipeline's artifact bucket. */
export const artifactStore = (learner: LearnerSession) =>
  wizardCreatesAll(learner) ? learner.consoleBucket : learner.names.artifactBucket;

/** The policy statements of the pipeline's role, as on the page of step 5. */
function statements(learner: LearnerSession, connection: string): object[] {
  const arn = (bucket: string, rest = '') => `arn:${partitionOf(learner.plan.region)}:s3:::${bucket}${rest}`;
  const [store, pages] = [artifactStore(learner), learner.names.deployBucket];
  return [
    {
      Effect: 'Allow',
      Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
      Resource: connection,
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      Resource: arn(store, '/*'),
    },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: arn(pages, '/*') },
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      Resource: [arn(store), arn(pages)],
    },
  ];
}

const tagsOf = ({ names }: LearnerSession) =>
  Object.entries(names.tags).map(([Key, Value]) => ({ Key, Value }));

export function putPolicy(learner: LearnerSession, connection: string) {
  return learner.iam.send(
    new PutRolePolicyCommand({
      RoleName: learner.names.role,
      PolicyName: learner.names.policy,
      PolicyDocument: document(statements(learner, connection)),
    }),
  );
}

export function restoreTrustPolicy({ iam, names }: LearnerSession) {
  return iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: names.role, PolicyDocument: trust }));
}

export async function deleteRole({ iam, names }: LearnerSession): Promise<void> {
  const RoleName = names.role;
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: names.policy }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

/**
 * Creates the pipeline's role as the pages do, in a shared account with the seat's boundary. Answers its ARN.
 */
export async function createRole(learner: LearnerSession, connection: string): Promise<string> {
  const { iam, names, plan } = learner;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: names.role,
      Tags: tagsOf(learner),
      AssumeRolePolicyDocument: trust,
      ...(plan.access.kind === 'shared'
        ? { PermissionsBoundary: boundaryArn(plan.id, plan.region, plan.account) }
        : {}),
    }),
  );
  await putPolicy(learner, connection);
  return Role?.Arn ?? '';
}

/** Creates the role as the console's wizard does: with a path and a managed policy, and without tags. */
export async function createConsoleRole(learner: LearnerSession, connection: string): Promise<string> {
  const { iam, names, plan } = learner;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: names.role,
      Path: '/service-role/',
      AssumeRolePolicyDocument: trust,
    }),
  );
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: consoleName(plan.region, names.pipeline),
      Path: '/service-role/',
      PolicyDocument: document(statements(learner, connection)),
    }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: names.role, PolicyArn: Policy?.Arn }));
  return Role?.Arn ?? '';
}

export const tagRole = (learner: LearnerSession) =>
  learner.iam.send(new TagRoleCommand({ RoleName: learner.names.role, Tags: tagsOf(learner) }));
