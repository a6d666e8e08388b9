/**
 * One of AWS's own managed policies that the lab and its variations use. The document is ours: it allows what the
 * policy's name promises for the services of the practice account, and is shorter than AWS's.
 */
interface AwsManagedPolicy {
  name: string;
  path: string;
  description: string;
  document: string;
}

function allow(...actions: string[]): string {
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const passToPipeline = {
  Effect: 'Allow',
  Action: 'iam:PassRole',
  Resource: '*',
  Condition: { StringEqualsIfExists: { 'iam:PassedToService': 'codepipeline.amazonaws.com' } },
};

const pipelineFullAccess = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'codepipeline:*',
        'codestar-connections:List*',
        'codestar-connections:UseConnection',
        'codestar-connections:PassConnection',
        'codeconnections:List*',
        'codeconnections:UseConnection',
        'codeconnections:PassConnection',
        'iam:ListRoles',
        's3:ListAllMyBuckets',
        's3:ListBucket',
        's3:GetBucketPolicy',
        's3:GetObject',
        's3:CreateBucket',
        's3:PutBucketPolicy',
      ],
      Resource: '*',
    },
    passToPipeline,
  ],
});

const readOnly = ['s3', 'iam', 'codepipeline', 'codestar-connections', 'codeconnections'].flatMap(
  (service) => [`${service}:Get*`, `${service}:List*`],
);

const awsManagedPolicies: AwsManagedPolicy[] = [
  ['AdministratorAccess', '/', 'Everything.', allow('*')],
  ['ReadOnlyAccess', '/', 'Reads of every service.', allow(...readOnly, 'iam:Simulate*', 'sts:Get*')],
  ['PowerUserAccess', '/', 'All but users and roles.', notAllow('iam:*', 'organizations:*', 'account:*')],
  ['AmazonS3FullAccess', '/', 'Everything of S3.', allow('s3:*', 's3-object-lambda:*')],
  ['AmazonS3ReadOnlyAccess', '/', 'Reads of S3.', allow('s3:Get*', 's3:List*', 's3:Describe*')],
  ['IAMFullAccess', '/', 'Everything of IAM.', allow('iam:*')],
  [
    'IAMReadOnlyAccess',
    '/',
    'Reads of IAM.',
    allow('iam:Get*', 'iam:List*', 'iam:Simulate*', 'iam:Generate*'),
  ],
  ['AWSCodePipeline_FullAccess', '/', 'Everything of CodePipeline.', pipelineFullAccess],
  [
    'AWSCodePipeline_ReadOnlyAccess',
    '/',
    'Reads of CodePipeline.',
    allow(
      'codepipeline:Get*',
      'codepipeline:List*',
      's3:ListAllMyBuckets',
      's3:ListBucket',
      's3:GetBucketPolicy',
    ),
  ],
  [
    'AWSCodePipelineApproverAccess',
    '/',
    'Sees pipelines and answers approvals.',
    allow('codepipeline:Get*', 'codepipeline:List*', 'codepipeline:PutApprovalResult'),
  ],
].map(([name = '', path = '', description = '', document = '']) => ({ name, path, description, document }));

function notAllow(...actions: string[]): string {
  const statement = { Effect: 'Allow', NotAction: actions, Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** AWS's managed policies by ARN. */
export const awsManaged: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  awsManagedPolicies.map((policy) => [`arn:aws:iam::aws:policy${policy.path}${policy.name}`, policy]),
);
