/** How a seat of a shared account is limited in an action. Each is one statement of the seat's policy. */
export type Limit = keyof typeof seatActions;

/**
 * Every action of the lab, by how a seat is limited in it. An action on connections is listed with one of its two
 * prefixes: AWS checks the one that the connection's ARN has.
 */
export const seatActions = {
  /**
   * Allowed on every pipeline of the account: the teardown keeps what another pipeline uses, and only the
   * definitions show that. So a seat can read its neighbors' definitions, which contain no secret.
   */
  anyPipeline: ['codepipeline:GetPipeline'],
  /** The lists of one region, in which the teardown searches for the lab. No other region's. */
  regionLists: ['codeconnections:ListConnections', 'codepipeline:ListPipelines'],
  /**
   * These actions have no resource-level permissions in IAM, so they are allowed on all resources. IAM's lists have
   * names and no tags. What the console's handshake lists depends on the learner's own GitHub sign-in.
   */
  unlimited: [
    'codeconnections:GetIndividualAccessToken',
    'codeconnections:GetInstallationUrl',
    'codeconnections:ListInstallationTargets',
    'codeconnections:StartOAuthHandshake',
    'iam:GetAccountSummary',
    'iam:ListPolicies',
    'iam:ListRoles',
    's3:ListAllMyBuckets',
  ],
  /** On the seat's own user or role. */
  ownIdentity: ['iam:SimulatePrincipalPolicy'],
  /** On the objects in the seat's buckets. */
  objects: [
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:GetObject',
    's3:GetObjectVersion',
  ],
  /** On the seat's buckets. */
  buckets: [
    's3:CreateBucket',
    's3:DeleteBucket',
    's3:DeleteBucketPolicy',
    's3:GetBucketLocation',
    's3:GetBucketPolicy',
    's3:GetBucketPolicyStatus',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketTagging',
    's3:GetBucketVersioning',
    's3:GetEncryptionConfiguration',
    's3:ListBucket',
    's3:ListBucketMultipartUploads',
    's3:ListBucketVersions',
    's3:PutBucketPolicy',
    's3:PutBucketPublicAccessBlock',
    's3:PutBucketTagging',
    's3:PutBucketVersioning',
    's3:PutEncryptionConfiguration',
  ],
  /** On the seat's pipeline, its stages and its actions. */
  pipeline: [
    'codepipeline:CreatePipeline',
    'codepipeline:DeletePipeline',
    'codepipeline:EnableStageTransition',
    'codepipeline:GetPipelineExecution',
    'codepipeline:GetPipelineState',
    'codepipeline:ListActionExecutions',
    'codepipeline:ListPipelineExecutions',
    'codepipeline:ListTagsForResource',
    'codepipeline:PutApprovalResult',
    'codepipeline:RetryStageExecution',
    'codepipeline:StartPipelineExecution',
    'codepipeline:StopPipelineExecution',
    'codepipeline:TagResource',
    'codepipeline:UpdatePipeline',
  ],
  /** Only with the seat's tag in the request, and not on another seat's connection. */
  tagConnection: ['codeconnections:CreateConnection', 'codeconnections:TagResource'],
  /** Also allowed without tags: after a teardown the tags are gone, and the call must still confirm the absence. */
  readConnection: ['codeconnections:GetConnection', 'codeconnections:ListTagsForResource'],
  /** Only on a connection with the seat's tag. */
  connection: [
    'codeconnections:DeleteConnection',
    'codeconnections:PassConnection',
    'codeconnections:UpdateConnectionInstallation',
    'codeconnections:UseConnection',
  ],
  /** These actions decide what a role may do, so the role must have the seat's permissions boundary. */
  boundedRole: ['iam:CreateRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy', 'iam:PutRolePolicy'],
  /** Only to CodePipeline. */
  passRole: ['iam:PassRole'],
  /** On the role of the seat's pipeline. */
  role: [
    'iam:DeleteRole',
    'iam:GetRole',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:ListInstanceProfilesForRole',
    'iam:ListRolePolicies',
    'iam:TagRole',
  ],
  /** On the managed policy that the console creates for the seat's role. */
  removePolicy: ['iam:DeletePolicy', 'iam:DeletePolicyVersion'],
  /** On the policies that the seat's role can have. */
  readPolicy: [
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:ListEntitiesForPolicy',
    'iam:ListPolicyVersions',
  ],
} as const satisfies Record<string, readonly string[]>;
