import type * as CodePipeline from '@aws-sdk/client-codepipeline';
import type * as Connections from '@aws-sdk/client-codestar-connections';
import type * as Iam from '@aws-sdk/client-iam';
import type * as S3 from '@aws-sdk/client-s3';
import type * as Sts from '@aws-sdk/client-sts';

/** The input and the output of every operation that the checker may call. All of them only read. */
export interface Shapes {
  sts: {
    GetCallerIdentity: [Sts.GetCallerIdentityCommandInput, Sts.GetCallerIdentityCommandOutput];
  };
  s3: {
    HeadBucket: [S3.HeadBucketCommandInput, S3.HeadBucketCommandOutput];
    ListBuckets: [S3.ListBucketsCommandInput, S3.ListBucketsCommandOutput];
    GetBucketVersioning: [S3.GetBucketVersioningCommandInput, S3.GetBucketVersioningCommandOutput];
    GetPublicAccessBlock: [S3.GetPublicAccessBlockCommandInput, S3.GetPublicAccessBlockCommandOutput];
    GetBucketEncryption: [S3.GetBucketEncryptionCommandInput, S3.GetBucketEncryptionCommandOutput];
    GetBucketPolicy: [S3.GetBucketPolicyCommandInput, S3.GetBucketPolicyCommandOutput];
    GetBucketPolicyStatus: [S3.GetBucketPolicyStatusCommandInput, S3.GetBucketPolicyStatusCommandOutput];
    GetBucketTagging: [S3.GetBucketTaggingCommandInput, S3.GetBucketTaggingCommandOutput];
    ListObjectVersions: [S3.ListObjectVersionsCommandInput, S3.ListObjectVersionsCommandOutput];
    ListMultipartUploads: [S3.ListMultipartUploadsCommandInput, S3.ListMultipartUploadsCommandOutput];
    HeadObject: [S3.HeadObjectCommandInput, S3.HeadObjectCommandOutput];
    GetObject: [S3.GetObjectCommandInput, Omit<S3.GetObjectCommandOutput, 'Body'> & { Body?: Uint8Array }];
  };
  codeconnections: {
    ListConnections: [Connections.ListConnectionsCommandInput, Connections.ListConnectionsCommandOutput];
    GetConnection: [Connections.GetConnectionCommandInput, Connections.GetConnectionCommandOutput];
    ListTagsForResource: [
      Connections.ListTagsForResourceCommandInput,
      Connections.ListTagsForResourceCommandOutput,
    ];
  };
  codepipeline: {
    GetPipeline: [CodePipeline.GetPipelineCommandInput, CodePipeline.GetPipelineCommandOutput];
    GetPipelineState: [CodePipeline.GetPipelineStateCommandInput, CodePipeline.GetPipelineStateCommandOutput];
    ListPipelines: [CodePipeline.ListPipelinesCommandInput, CodePipeline.ListPipelinesCommandOutput];
    ListPipelineExecutions: [
      CodePipeline.ListPipelineExecutionsCommandInput,
      CodePipeline.ListPipelineExecutionsCommandOutput,
    ];
    ListActionExecutions: [
      CodePipeline.ListActionExecutionsCommandInput,
      CodePipeline.ListActionExecutionsCommandOutput,
    ];
    ListTagsForResource: [
      CodePipeline.ListTagsForResourceCommandInput,
      CodePipeline.ListTagsForResourceCommandOutput,
    ];
  };
  iam: {
    GetRole: [Iam.GetRoleCommandInput, Iam.GetRoleCommandOutput];
    ListRoles: [Iam.ListRolesCommandInput, Iam.ListRolesCommandOutput];
    ListInstanceProfilesForRole: [
      Iam.ListInstanceProfilesForRoleCommandInput,
      Iam.ListInstanceProfilesForRoleCommandOutput,
    ];
    ListRolePolicies: [Iam.ListRolePoliciesCommandInput, Iam.ListRolePoliciesCommandOutput];
    GetRolePolicy: [Iam.GetRolePolicyCommandInput, Iam.GetRolePolicyCommandOutput];
    ListAttachedRolePolicies: [
      Iam.ListAttachedRolePoliciesCommandInput,
      Iam.ListAttachedRolePoliciesCommandOutput,
    ];
    ListEntitiesForPolicy: [Iam.ListEntitiesForPolicyCommandInput, Iam.ListEntitiesForPolicyCommandOutput];
    GetPolicy: [Iam.GetPolicyCommandInput, Iam.GetPolicyCommandOutput];
    GetPolicyVersion: [Iam.GetPolicyVersionCommandInput, Iam.GetPolicyVersionCommandOutput];
    ListPolicies: [Iam.ListPoliciesCommandInput, Iam.ListPoliciesCommandOutput];
    ListPolicyVersions: [Iam.ListPolicyVersionsCommandInput, Iam.ListPolicyVersionsCommandOutput];
    GetAccountSummary: [Iam.GetAccountSummaryCommandInput, Iam.GetAccountSummaryCommandOutput];
    SimulatePrincipalPolicy: [
      Iam.SimulatePrincipalPolicyCommandInput,
      Iam.SimulatePrincipalPolicyCommandOutput,
    ];
  };
}

export type ServiceName = keyof Shapes;
export type OperationName<S extends ServiceName> = keyof Shapes[S] & string;
export type InputOf<S extends ServiceName, O extends OperationName<S>> = Shapes[S][O] extends [
  infer I,
  unknown,
]
  ? I
  : never;
export type OutputOf<S extends ServiceName, O extends OperationName<S>> = Shapes[S][O] extends [
  unknown,
  infer A,
]
  ? A
  : never;

interface OperationEntry {
  /** The IAM actions that the call needs; some have another name than the operation. */
  actions: readonly string[];
  /** A field that every answer of AWS contains; an answer without it is not from AWS. */
  requiredField?: string;
  /** Error codes by which AWS reports that the requested resource does not exist. */
  absentCodes?: readonly string[];
}

const noBucket = ['NoSuchBucket', 'NotFound'];
const noObject = [...noBucket, 'NoSuchKey', 'NoSuchVersion'];
const noEntity = ['NoSuchEntity', 'NoSuchEntityException'];
const noPipeline = ['PipelineNotFoundException'];
const noResource = ['ResourceNotFoundException'];

/**
 * The table of calls: every operation that the checker may call, with the IAM actions behind it. `Calls.read`
 * throws for any other operation, and `lab policy` prints the least-privilege policy from this table.
 */
export const operations: {
  readonly [S in ServiceName]: { readonly [O in OperationName<S>]: OperationEntry };
} = {
  sts: {
    GetCallerIdentity: { actions: [], requiredField: 'Account' },
  },
  s3: {
    HeadBucket: { actions: ['s3:ListBucket'], absentCodes: noBucket },
    ListBuckets: { actions: ['s3:ListAllMyBuckets'] },
    GetBucketVersioning: { actions: ['s3:GetBucketVersioning'], absentCodes: noBucket },
    GetPublicAccessBlock: {
      actions: ['s3:GetBucketPublicAccessBlock'],
      absentCodes: [...noBucket, 'NoSuchPublicAccessBlockConfiguration'],
    },
    GetBucketEncryption: {
      actions: ['s3:GetEncryptionConfiguration'],
      absentCodes: [...noBucket, 'ServerSideEncryptionConfigurationNotFoundError'],
    },
    GetBucketPolicy: { actions: ['s3:GetBucketPolicy'], absentCodes: [...noBucket, 'NoSuchBucketPolicy'] },
    GetBucketPolicyStatus: {
      actions: ['s3:GetBucketPolicyStatus'],
      absentCodes: [...noBucket, 'NoSuchBucketPolicy'],
    },
    GetBucketTagging: { actions: ['s3:GetBucketTagging'], absentCodes: [...noBucket, 'NoSuchTagSet'] },
    ListObjectVersions: { actions: ['s3:ListBucketVersions'], absentCodes: noBucket },
    ListMultipartUploads: { actions: ['s3:ListBucketMultipartUploads'], absentCodes: noBucket },
    HeadObject: { actions: ['s3:GetObject', 's3:GetObjectVersion'], absentCodes: noObject },
    GetObject: { actions: ['s3:GetObject', 's3:GetObjectVersion'], absentCodes: noObject },
  },
  codeconnections: {
    ListConnections: { actions: ['codeconnections:ListConnections', 'codestar-connections:ListConnections'] },
    GetConnection: {
      actions: ['codeconnections:GetConnection', 'codestar-connections:GetConnection'],
      requiredField: 'Connection',
      absentCodes: noResource,
    },
    ListTagsForResource: {
      actions: ['codeconnections:ListTagsForResource', 'codestar-connections:ListTagsForResource'],
      absentCodes: noResource,
    },
  },
  codepipeline: {
    GetPipeline: {
      actions: ['codepipeline:GetPipeline'],
      requiredField: 'pipeline',
      absentCodes: noPipeline,
    },
    GetPipelineState: { actions: ['codepipeline:GetPipelineState'], absentCodes: noPipeline },
    ListPipelines: { actions: ['codepipeline:ListPipelines'] },
    ListPipelineExecutions: { actions: ['codepipeline:ListPipelineExecutions'], absentCodes: noPipeline },
    ListActionExecutions: {
      actions: ['codepipeline:ListActionExecutions'],
      absentCodes: [...noPipeline, 'PipelineExecutionNotFoundException'],
    },
    ListTagsForResource: { actions: ['codepipeline:ListTagsForResource'], absentCodes: noResource },
  },
  iam: {
    GetRole: { actions: ['iam:GetRole'], requiredField: 'Role', absentCodes: noEntity },
    ListRoles: { actions: ['iam:ListRoles'] },
    ListInstanceProfilesForRole: { actions: ['iam:ListInstanceProfilesForRole'], absentCodes: noEntity },
    ListRolePolicies: { actions: ['iam:ListRolePolicies'], absentCodes: noEntity },
    GetRolePolicy: { actions: ['iam:GetRolePolicy'], absentCodes: noEntity },
    ListAttachedRolePolicies: { actions: ['iam:ListAttachedRolePolicies'], absentCodes: noEntity },
    ListEntitiesForPolicy: { actions: ['iam:ListEntitiesForPolicy'], absentCodes: noEntity },
    GetPolicy: { actions: ['iam:GetPolicy'], requiredField: 'Policy', absentCodes: noEntity },
    GetPolicyVersion: { actions: ['iam:GetPolicyVersion'], absentCodes: noEntity },
    ListPolicies: { actions: ['iam:ListPolicies'] },
    ListPolicyVersions: { actions: ['iam:ListPolicyVersions'], absentCodes: noEntity },
    GetAccountSummary: { actions: ['iam:GetAccountSummary'], requiredField: 'SummaryMap' },
    SimulatePrincipalPolicy: { actions: ['iam:SimulatePrincipalPolicy'], requiredField: 'EvaluationResults' },
  },
};

/** Returns the table's entry. Throws for an operation that is not in the table, which is a bug in the kit. */
export function operationEntry(service: string, operation: string): OperationEntry {
  const entries = (operations as Record<string, Record<string, OperationEntry>>)[service];
  const entry = entries?.[operation];
  if (entry === undefined) {
    throw new Error(
      `${service} ${operation} is not in the checker's table of calls (checker/account/operations.ts)`,
    );
  }
  return entry;
}
