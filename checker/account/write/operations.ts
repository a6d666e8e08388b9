import type * as CodePipeline from '@aws-sdk/client-codepipeline';
import type * as Connections from '@aws-sdk/client-codestar-connections';
import type * as Iam from '@aws-sdk/client-iam';
import type * as S3 from '@aws-sdk/client-s3';
import { operationEntry } from '../operations.ts';

/** The input and the output of the operations that only the teardown may call: those that write. */
export interface Shapes {
  s3: {
    PutBucketPolicy: [S3.PutBucketPolicyCommandInput, S3.PutBucketPolicyCommandOutput];
    DeleteBucketPolicy: [S3.DeleteBucketPolicyCommandInput, S3.DeleteBucketPolicyCommandOutput];
    DeleteObject: [S3.DeleteObjectCommandInput, S3.DeleteObjectCommandOutput];
    DeleteObjects: [S3.DeleteObjectsCommandInput, S3.DeleteObjectsCommandOutput];
    AbortMultipartUpload: [S3.AbortMultipartUploadCommandInput, S3.AbortMultipartUploadCommandOutput];
    DeleteBucket: [S3.DeleteBucketCommandInput, S3.DeleteBucketCommandOutput];
  };
  codeconnections: {
    DeleteConnection: [Connections.DeleteConnectionCommandInput, Connections.DeleteConnectionCommandOutput];
  };
  codepipeline: {
    PutApprovalResult: [
      CodePipeline.PutApprovalResultCommandInput,
      CodePipeline.PutApprovalResultCommandOutput,
    ];
    StopPipelineExecution: [
      CodePipeline.StopPipelineExecutionCommandInput,
      CodePipeline.StopPipelineExecutionCommandOutput,
    ];
    DeletePipeline: [CodePipeline.DeletePipelineCommandInput, CodePipeline.DeletePipelineCommandOutput];
  };
  iam: {
    DeleteRolePolicy: [Iam.DeleteRolePolicyCommandInput, Iam.DeleteRolePolicyCommandOutput];
    DetachRolePolicy: [Iam.DetachRolePolicyCommandInput, Iam.DetachRolePolicyCommandOutput];
    DeleteRole: [Iam.DeleteRoleCommandInput, Iam.DeleteRoleCommandOutput];
    DeletePolicyVersion: [Iam.DeletePolicyVersionCommandInput, Iam.DeletePolicyVersionCommandOutput];
    DeletePolicy: [Iam.DeletePolicyCommandInput, Iam.DeletePolicyCommandOutput];
  };
}

export type Service = keyof Shapes;
export type Operation<S extends Service> = keyof Shapes[S] & string;
export type Input<S extends Service, O extends Operation<S>> = Shapes[S][O] extends [infer I, unknown]
  ? I
  : never;
export type Output<S extends Service, O extends Operation<S>> = Shapes[S][O] extends [unknown, infer A]
  ? A
  : never;

export interface WriteOperation {
  actions: readonly string[];
  /** Error codes that mean that nothing is left to do: the resource is gone, or the change is already made. */
  alreadyDoneCodes?: readonly string[];
}

const noEntity = ['NoSuchEntity', 'NoSuchEntityException'];

/** Every operation that the teardown calls in addition to the checker's, with the IAM actions behind it. */
export const operations: { readonly [S in Service]: { readonly [O in Operation<S>]: WriteOperation } } = {
  s3: {
    PutBucketPolicy: { actions: ['s3:PutBucketPolicy'], alreadyDoneCodes: ['NoSuchBucket'] },
    DeleteBucketPolicy: { actions: ['s3:DeleteBucketPolicy'], alreadyDoneCodes: ['NoSuchBucket'] },
    DeleteObject: {
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      alreadyDoneCodes: ['NoSuchBucket'],
    },
    DeleteObjects: {
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      alreadyDoneCodes: ['NoSuchBucket'],
    },
    AbortMultipartUpload: {
      actions: ['s3:AbortMultipartUpload'],
      alreadyDoneCodes: ['NoSuchUpload', 'NoSuchBucket'],
    },
    DeleteBucket: { actions: ['s3:DeleteBucket'], alreadyDoneCodes: ['NoSuchBucket'] },
  },
  codeconnections: {
    DeleteConnection: {
      actions: ['codeconnections:DeleteConnection', 'codestar-connections:DeleteConnection'],
      alreadyDoneCodes: ['ResourceNotFoundException'],
    },
  },
  codepipeline: {
    PutApprovalResult: {
      actions: ['codepipeline:PutApprovalResult'],
      // The approval was answered in the meantime, or the execution has ended: nothing waits any more.
      alreadyDoneCodes: [
        'ApprovalAlreadyCompletedException',
        'InvalidApprovalTokenException',
        'PipelineNotFoundException',
        'StageNotFoundException',
        'ActionNotFoundException',
      ],
    },
    StopPipelineExecution: {
      actions: ['codepipeline:StopPipelineExecution'],
      alreadyDoneCodes: [
        'DuplicatedStopRequestException',
        'PipelineExecutionNotStoppableException',
        'PipelineExecutionNotFoundException',
        'PipelineNotFoundException',
      ],
    },
    DeletePipeline: {
      actions: ['codepipeline:DeletePipeline'],
      alreadyDoneCodes: ['PipelineNotFoundException'],
    },
  },
  iam: {
    DeleteRolePolicy: { actions: ['iam:DeleteRolePolicy'], alreadyDoneCodes: noEntity },
    DetachRolePolicy: { actions: ['iam:DetachRolePolicy'], alreadyDoneCodes: noEntity },
    DeleteRole: { actions: ['iam:DeleteRole'], alreadyDoneCodes: noEntity },
    DeletePolicyVersion: { actions: ['iam:DeletePolicyVersion'], alreadyDoneCodes: noEntity },
    DeletePolicy: { actions: ['iam:DeletePolicy'], alreadyDoneCodes: noEntity },
  },
};

/** The operations of the checker's table that the teardown calls. */
const readOperations: readonly (readonly [service: string, operations: readonly string[]])[] = [
  ['sts', ['GetCallerIdentity']],
  [
    's3',
    [
      ...['HeadBucket', 'ListBuckets', 'GetBucketTagging', 'GetBucketPolicy', 'ListObjectVersions'],
      ...['ListMultipartUploads', 'GetObject'],
    ],
  ],
  ['codeconnections', ['ListConnections', 'GetConnection', 'ListTagsForResource']],
  [
    'codepipeline',
    [
      ...['ListPipelines', 'GetPipeline', 'ListTagsForResource', 'ListPipelineExecutions'],
      ...['ListActionExecutions', 'GetPipelineState'],
    ],
  ],
  [
    'iam',
    [
      'GetRole',
      'ListRoles',
      'ListInstanceProfilesForRole',
      'ListPolicies',
      'ListRolePolicies',
      'ListAttachedRolePolicies',
      'GetPolicy',
      'ListPolicyVersions',
      'ListEntitiesForPolicy',
    ],
  ],
];

/** The IAM actions that a complete teardown needs, and no others. */
export function teardownActions(): string[] {
  const readActions = readOperations.flatMap(([service, names]) =>
    names.flatMap((name) => operationEntry(service, name).actions),
  );
  const writeActions = Object.values(operations).flatMap((entries: Record<string, WriteOperation>) =>
    Object.values(entries).flatMap(({ actions }) => actions),
  );
  return [...new Set([...readActions, ...writeActions])].sort();
}
