import { checkerActions, teardownActions } from '../account/operations/all.ts';
import { consoleName, type Lab, type LabNames, partitionOf, type StepName } from '../lab/lab.ts';

/** One part of the lab, and the IAM actions that it needs. */
export interface PermissionGroup {
  id: string;
  /** What the actions are for, as a heading. */
  title: string;
  step: StepName;
  actions: readonly string[];
}

/**
 * The parts of the lab, in its order, with the actions that the pages' commands need. A test runs these commands as a
 * user who is allowed exactly these actions. The actions of the console's handshake with GitHub come from AWS's
 * example policy for connections in the console; no command of the lab needs them.
 */
export const permissionGroups: readonly PermissionGroup[] = [
  {
    id: 'read',
    title: 'You may let the checker look',
    step: 'credentials',
    actions: checkerActions,
  },
  {
    id: 'buckets',
    title: 'You may make the two buckets',
    step: 'bucket',
    actions: [
      's3:CreateBucket',
      's3:GetBucketLocation',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketTagging',
      's3:PutBucketVersioning',
      's3:PutEncryptionConfiguration',
    ],
  },
  {
    id: 'connection',
    title: 'You may make the connection, and finish its handshake',
    step: 'connection',
    actions: [
      'codeconnections:CreateConnection',
      'codeconnections:GetIndividualAccessToken',
      'codeconnections:GetInstallationUrl',
      'codeconnections:ListInstallationTargets',
      'codeconnections:StartOAuthHandshake',
      'codeconnections:TagResource',
      'codeconnections:UpdateConnectionInstallation',
    ],
  },
  {
    id: 'role',
    title: 'You may make the role, and hand it to the pipeline',
    step: 'pipeline',
    actions: ['iam:CreateRole', 'iam:PassRole', 'iam:PutRolePolicy', 'iam:TagRole'],
  },
  {
    id: 'pipeline',
    title: 'You may make the pipeline, on the connection',
    step: 'pipeline',
    actions: [
      'codeconnections:PassConnection',
      'codeconnections:UseConnection',
      'codepipeline:CreatePipeline',
      'codepipeline:TagResource',
      'codepipeline:UpdatePipeline',
    ],
  },
  {
    id: 'release',
    title: 'You may start, approve and retry',
    step: 'approval',
    actions: [
      'codepipeline:EnableStageTransition',
      'codepipeline:GetPipelineExecution',
      'codepipeline:PutApprovalResult',
      'codepipeline:RetryStageExecution',
      'codepipeline:StartPipelineExecution',
    ],
  },
  {
    id: 'page',
    title: 'You may open the page',
    step: 'presigned-url',
    actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'],
  },
  {
    id: 'teardown',
    title: 'You may remove all of it',
    step: 'cleanup',
    // The manual cleanup of step 9 looks for the role in the list of all roles.
    actions: [...teardownActions, 'iam:ListRoles'],
  },
];

/** Every IAM action of the lab. */
export const labActions: readonly string[] = permissionGroups.flatMap(({ actions }) => actions);

const listings = [
  'codepipeline:ListPipelines',
  'iam:GetAccountSummary',
  'iam:ListRoles',
  's3:ListAllMyBuckets',
];
const ofObjects = /^s3:(Get|Put|Delete|Abort)(Object|Multipart)/;

/** The lab's resources to simulate an action on: ARNs, or `*` if there is none. */
export function resourcesOf(action: string, names: LabNames, { region }: Lab, account: string): string[] {
  const [service] = action.split(':');
  const arn = `arn:${partitionOf(region)}`;
  const buckets = [names.deployBucket, names.artifactBucket].map((name) => `${arn}:s3:::${name}`);
  if (listings.includes(action)) return ['*'];
  if (service === 's3') return ofObjects.test(action) ? buckets.map((bucket) => `${bucket}/*`) : buckets;
  const pipeline = `${arn}:codepipeline:${region}:${account}:${names.pipeline}`;
  if (action === 'codepipeline:PutApprovalResult') return [`${pipeline}/Approve/Approve`];
  if (service === 'codepipeline') return [pipeline];
  if (service === 'iam' && /Role/.test(action)) return [`${arn}:iam::${account}:role/${names.role}`];
  // The only managed policy that the lab can leave is the one that the console creates for its role.
  if (service === 'iam' && /Policy|Entities/.test(action) && !/Simulate/.test(action))
    return [`${arn}:iam::${account}:policy/service-role/${consoleName(region, names.pipeline)}`];
  // A connection's ARN is unknown until it exists. The caller handles iam:SimulatePrincipalPolicy itself.
  return ['*'];
}
