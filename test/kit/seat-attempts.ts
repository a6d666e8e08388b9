import * as codepipeline from '@aws-sdk/client-codepipeline';
import * as connections from '@aws-sdk/client-codestar-connections';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import { seatNames } from '../../checker/lab/lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import type { Clients } from '../../scenarios/practice-clients.ts';

/** One call that one seat makes about another's things. */
export interface Attempt {
  name: string;
  make(clients: Clients): Promise<unknown>;
}

interface AttemptContext {
  /** Whose things are tried at. */
  neighbor: LabAccount;
  /** The neighbour's connection. */
  connectionArn: string;
  seat: string;
  /** Who tries. */
  own: LabAccount;
  ownSeat: string;
}

type Inputs = Record<string, object | object[]>;

const anything = policyDocument([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
const trust = policyDocument([
  { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);
const uuid = '12345678-1234-4123-8123-123456789012';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** S3's operations on buckets, with what each needs besides the name. */
const bucketInputs = (Bucket: string): Inputs => {
  const plain = [
    ...['CreateBucket', 'HeadBucket', 'GetBucketLocation', 'DeleteBucket', 'GetBucketVersioning'],
    ...['GetPublicAccessBlock', 'DeletePublicAccessBlock', 'GetBucketTagging', 'DeleteBucketTagging'],
    ...['GetBucketEncryption', 'DeleteBucketEncryption', 'GetBucketOwnershipControls', 'GetBucketPolicy'],
    ...['DeleteBucketOwnershipControls', 'GetBucketAcl', 'GetBucketPolicyStatus', 'DeleteBucketPolicy'],
    ...['GetBucketCors', 'DeleteBucketCors', 'GetBucketWebsite', 'DeleteBucketWebsite', 'GetBucketLogging'],
    ...['GetBucketLifecycleConfiguration', 'DeleteBucketLifecycle', 'GetBucketRequestPayment'],
    ...['GetBucketAccelerateConfiguration', 'GetBucketNotificationConfiguration', 'GetBucketReplication'],
    ...[
      'GetObjectLockConfiguration',
      'ListObjects',
      'ListObjectsV2',
      'ListObjectVersions',
      'ListMultipartUploads',
    ],
  ];
  const puts: Inputs = {
    PutBucketVersioning: { VersioningConfiguration: { Status: 'Suspended' } },
    PutPublicAccessBlock: { PublicAccessBlockConfiguration: { BlockPublicAcls: false } },
    PutBucketTagging: { Tagging: { TagSet: [{ Key: 'seat', Value: 'stolen' }] } },
    PutBucketEncryption: {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    },
    PutBucketOwnershipControls: { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
    PutBucketAcl: { ACL: 'private' },
    PutBucketPolicy: { Policy: anything },
    PutBucketCors: { CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } },
    PutBucketWebsite: { WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } },
    PutBucketLifecycleConfiguration: {
      LifecycleConfiguration: {
        Rules: [{ ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
      },
    },
    PutBucketLogging: { BucketLoggingStatus: {} },
    PutBucketRequestPayment: { RequestPaymentConfiguration: { Payer: 'BucketOwner' } },
    PutBucketAccelerateConfiguration: { AccelerateConfiguration: { Status: 'Suspended' } },
    PutBucketNotificationConfiguration: { NotificationConfiguration: {} },
  };
  return {
    ...Object.fromEntries(plain.map((operation) => [operation, { Bucket }])),
    ...Object.fromEntries(Object.entries(puts).map(([operation, more]) => [operation, { Bucket, ...more }])),
  };
};

const objectInputs = (Bucket: string, ownBucket: string): Inputs => {
  const Key = 'index.html';
  const target = { Bucket, Key };
  const part = { ...target, UploadId: 'an-upload', PartNumber: 1 };
  return {
    GetObject: target,
    HeadObject: target,
    DeleteObject: target,
    GetObjectTagging: target,
    DeleteObjectTagging: target,
    GetObjectAcl: target,
    CreateMultipartUpload: target,
    PutObject: { ...target, Body: 'x' },
    GetObjectAttributes: { ...target, ObjectAttributes: ['ETag'] },
    DeleteObjects: { Bucket, Delete: { Objects: [{ Key }] } },
    CopyObject: [
      { Bucket, Key, CopySource: `${ownBucket}/${Key}` },
      { Bucket: ownBucket, Key: 'taken', CopySource: `${Bucket}/${Key}` },
    ],
    PutObjectTagging: { ...target, Tagging: { TagSet: [] } },
    PutObjectAcl: { ...target, ACL: 'private' },
    UploadPart: { ...part, Body: 'x' },
    UploadPartCopy: { ...part, CopySource: `${ownBucket}/${Key}` },
    AbortMultipartUpload: { ...target, UploadId: 'an-upload' },
    CompleteMultipartUpload: {
      ...{ ...target, UploadId: 'an-upload' },
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'x' }] },
    },
    ListParts: { ...target, UploadId: 'an-upload' },
  };
};

const iamInputs = ({ neighbor: neighbour, seat, own, ownSeat }: AttemptContext): Inputs => {
  const RoleName = neighbour.names.role;
  const names = seatNames(seat);
  const ownNames = seatNames(ownSeat);
  const UserName = names.identity;
  const arn = (name: string) => `arn:aws:iam::${neighbour.practice.accountId}:policy/${name}`;
  const PolicyArn = arn(names.boundary);
  const ownBoundary = arn(ownNames.boundary);
  const inline = { PolicyName: neighbour.names.policy, PolicyDocument: anything };
  const Tags = [{ Key: 'seat', Value: ownSeat }];
  const user = { UserName: ownNames.identity };
  const ownRole = { RoleName: own.names.role };
  return {
    CreateRole: [
      { RoleName, AssumeRolePolicyDocument: trust, PermissionsBoundary: ownBoundary },
      { ...ownRole, AssumeRolePolicyDocument: trust },
      { ...ownRole, AssumeRolePolicyDocument: trust, PermissionsBoundary: PolicyArn },
      { ...ownRole, AssumeRolePolicyDocument: trust, PermissionsBoundary: administrator },
    ],
    GetRole: { RoleName },
    DeleteRole: { RoleName },
    UpdateRole: { RoleName },
    UpdateRoleDescription: { RoleName, Description: 'x' },
    UpdateAssumeRolePolicy: [
      { RoleName, PolicyDocument: trust },
      { ...ownRole, PolicyDocument: trust },
    ],
    CreateUser: { UserName: 'somebody' },
    GetUser: { UserName },
    DeleteUser: { UserName },
    PutRolePolicy: { RoleName, ...inline },
    GetRolePolicy: { RoleName, PolicyName: inline.PolicyName },
    ListRolePolicies: { RoleName },
    DeleteRolePolicy: { RoleName, PolicyName: inline.PolicyName },
    PutUserPolicy: [
      { UserName, ...inline },
      { ...user, ...inline },
    ],
    GetUserPolicy: { UserName, PolicyName: 'x' },
    ListUserPolicies: { UserName },
    DeleteUserPolicy: { UserName, PolicyName: 'x' },
    AttachRolePolicy: [
      { RoleName, PolicyArn: administrator },
      { ...ownRole, PolicyArn: administrator },
    ],
    DetachRolePolicy: { RoleName, PolicyArn },
    ListAttachedRolePolicies: { RoleName },
    PutRolePermissionsBoundary: [
      { RoleName, PermissionsBoundary: ownBoundary },
      { ...ownRole, PermissionsBoundary: administrator },
    ],
    DeleteRolePermissionsBoundary: [{ RoleName }, ownRole],
    AttachUserPolicy: [
      { UserName, PolicyArn: administrator },
      { ...user, PolicyArn: administrator },
    ],
    DetachUserPolicy: [
      { UserName, PolicyArn: arn(names.policy) },
      { ...user, PolicyArn: arn(ownNames.policy) },
    ],
    ListAttachedUserPolicies: { UserName },
    PutUserPermissionsBoundary: { UserName, PermissionsBoundary: ownBoundary },
    DeleteUserPermissionsBoundary: { UserName },
    TagRole: { RoleName, Tags },
    UntagRole: { RoleName, TagKeys: ['seat'] },
    ListRoleTags: { RoleName },
    TagUser: { UserName, Tags },
    UntagUser: { UserName, TagKeys: ['seat'] },
    ListUserTags: { UserName },
    CreatePolicy: { PolicyName: 'anything', PolicyDocument: anything },
    GetPolicy: { PolicyArn },
    DeletePolicy: [{ PolicyArn }, { PolicyArn: ownBoundary }, { PolicyArn: arn(ownNames.policy) }],
    ListEntitiesForPolicy: { PolicyArn },
    TagPolicy: { PolicyArn, Tags },
    UntagPolicy: { PolicyArn, TagKeys: ['seat'] },
    ListPolicyTags: { PolicyArn },
    CreatePolicyVersion: [PolicyArn, ownBoundary, arn(ownNames.policy)].map((one) => ({
      ...{ PolicyArn: one, PolicyDocument: anything, SetAsDefault: true },
    })),
    GetPolicyVersion: { PolicyArn, VersionId: 'v1' },
    ListPolicyVersions: { PolicyArn },
    DeletePolicyVersion: { PolicyArn, VersionId: 'v1' },
    SetDefaultPolicyVersion: { PolicyArn, VersionId: 'v1' },
    CreateAccessKey: { UserName },
    ListAccessKeys: { UserName },
    UpdateAccessKey: { UserName, AccessKeyId: 'AKIAPRACTICE00000000', Status: 'Inactive' },
    DeleteAccessKey: { UserName, AccessKeyId: 'AKIAPRACTICE00000000' },
    ListInstanceProfilesForRole: { RoleName },
    ListGroupsForUser: { UserName },
    SimulatePrincipalPolicy: {
      PolicySourceArn: `arn:aws:iam::${neighbour.practice.accountId}:user/${UserName}`,
      ActionNames: ['s3:GetObject'],
    },
  };
};

const connectionInputs = ({ connectionArn, seat, ownSeat }: AttemptContext): Inputs => {
  const connection = { ConnectionArn: connectionArn };
  const tags = (value: string) => [{ Key: 'seat', Value: value }];
  const created = { ConnectionName: 'another', ProviderType: 'GitHub' };
  return {
    CreateConnection: [
      created,
      { ...created, Tags: tags(seat) },
      { ...created, Tags: [{ Key: 'lab', Value: 'x' }] },
    ],
    GetConnection: connection,
    DeleteConnection: connection,
    TagResource: [
      { ResourceArn: connectionArn, Tags: tags(ownSeat) },
      { ResourceArn: connectionArn, Tags: tags(seat) },
    ],
    UntagResource: { ResourceArn: connectionArn, TagKeys: ['seat'] },
    ListTagsForResource: { ResourceArn: connectionArn },
  };
};

const pipelineInputs = ({ neighbor: neighbour, connectionArn, own }: AttemptContext): Inputs => {
  const { accountId, region } = neighbour.practice;
  const name = neighbour.names.pipeline;
  const pipelineName = name;
  const resourceArn = `arn:aws:codepipeline:${region}:${accountId}:${name}`;
  const role = (lab: LabAccount) => `arn:aws:iam::${accountId}:role/${lab.names.role}`;
  const theirPipeline = definition(neighbour.names, role(neighbour), connectionArn);
  const stage = { pipelineName, stageName: 'Approve' };
  const execution = { pipelineName, pipelineExecutionId: uuid };
  // The neighbour's things behind a pipeline of one's own name.
  const ownPipelines = [
    { ...definition(own.names, role(neighbour), connectionArn) },
    { ...definition(own.names, role(own), connectionArn) },
  ].map((pipeline) => ({ pipeline }));
  return {
    CreatePipeline: [{ pipeline: theirPipeline }, ...ownPipelines],
    UpdatePipeline: [{ pipeline: theirPipeline }, ...ownPipelines],
    GetPipeline: { name },
    DeletePipeline: { name },
    GetPipelineState: { name },
    GetPipelineExecution: execution,
    ListPipelineExecutions: { pipelineName },
    ListActionExecutions: { pipelineName },
    StartPipelineExecution: { name },
    StopPipelineExecution: execution,
    RetryStageExecution: { ...stage, pipelineExecutionId: uuid, retryMode: 'ALL_ACTIONS' },
    RollbackStage: { ...stage, targetPipelineExecutionId: uuid },
    DisableStageTransition: { ...stage, transitionType: 'Inbound', reason: 'x' },
    EnableStageTransition: { ...stage, transitionType: 'Inbound' },
    PutApprovalResult: {
      ...{ ...stage, actionName: 'Approve', token: uuid },
      result: { summary: 'x', status: 'Approved' },
    },
    TagResource: { resourceArn, tags: [{ key: 'seat', value: 'x' }] },
    UntagResource: { resourceArn, tagKeys: ['seat'] },
    ListTagsForResource: { resourceArn },
  };
};

/** Operations about nobody's things in particular: what they list is told in the policy's own words. */
export const accountWideOperations: Readonly<Record<string, readonly string[]>> = {
  sts: ['GetCallerIdentity', 'AssumeRole', 'GetSessionToken', 'GetAccessKeyInfo'],
  iam: ['ListRoles', 'ListUsers', 'ListPolicies', 'GetAccountSummary', 'ListAccountAliases'],
  s3: ['ListBuckets'],
  codeconnections: ['ListConnections'],
  codepipeline: ['ListPipelines'],
};

/** Every operation that the practice account serves, tried at every name of the neighbour's that it can be about. */
export function attemptsOf(context: AttemptContext): (Attempt & { service: string; operation: string })[] {
  const { neighbor: neighbour, own } = context;
  const buckets = [neighbour.names.deployBucket, neighbour.names.artifactBucket];
  const s3Inputs = buckets.flatMap((bucket) => [
    bucketInputs(bucket),
    objectInputs(bucket, own.names.deployBucket),
  ]);
  const tables: [string, object, (clients: Clients) => { send: unknown }, Inputs[]][] = [
    ['s3', s3, (clients) => clients.s3, s3Inputs],
    ['iam', iam, (clients) => clients.iam, [iamInputs(context)]],
    ['codepipeline', codepipeline, (clients) => clients.pipelines, [pipelineInputs(context)]],
    ['codeconnections', connections, (clients) => clients.connections, [connectionInputs(context)]],
  ];
  return tables.flatMap(([service, module, clientOf, inputs]) =>
    inputs.flatMap((table) =>
      Object.entries(table).flatMap(([operation, input]) =>
        [input].flat().map((one) => {
          const Command = (module as Record<string, new (input: object) => object>)[`${operation}Command`];
          if (Command === undefined) throw new Error(`${service} has no ${operation}`);
          const name = `${service} ${operation} ${JSON.stringify(one).slice(0, 160)}`;
          const make = (clients: Clients) =>
            (clientOf(clients) as { send(command: object): Promise<unknown> }).send(new Command(one));
          return { service, operation, name, make };
        }),
      ),
    ),
  );
}

/** What came of an attempt: `denied`, or what else the account said. */
export async function outcomeOf({ make }: Attempt, clients: Clients): Promise<string> {
  try {
    const answer = (await make(clients)) as { Errors?: { Code?: string }[] };
    // DeleteObjects says per key what it did not do.
    const errors = answer.Errors ?? [];
    return errors.length > 0 && errors.every(({ Code }) => Code === 'AccessDenied') ? 'denied' : 'done';
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    if (/^AccessDenied/.test(name)) return 'denied';
    // A HEAD has no body in which a code could stand.
    return $metadata?.httpStatusCode === 403 && !/\w{4}/.test(message.replace(/Unknown(Error)?|403/g, ''))
      ? 'denied'
      : `${name}: ${message}`;
  }
}
