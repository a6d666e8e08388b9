import {
  CreatePipelineCommand,
  ListPipelineExecutionsCommand,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateConnectionCommand } from '../../../../checker/account/connections-client.ts';
import { type AdminClient, adminClient } from '../../../../practice/admin/client/admin-client.ts';
import type { Practice } from '../../../../practice/start.ts';
import { type Clients, clientsOf } from '../../../../scenarios/practice-clients.ts';

export type Tags = Record<string, string>;

/** The SDK's clients of one practice account, by region. */
export class Sdk {
  private readonly byRegion = new Map<string, Clients>();
  readonly practice: Practice;
  readonly admin: AdminClient;

  constructor(practice: Practice) {
    this.practice = practice;
    this.admin = adminClient(practice.exports);
  }

  in(region: string): Clients {
    const clients = this.byRegion.get(region) ?? clientsOf(this.practice, region);
    this.byRegion.set(region, clients);
    return clients;
  }

  close(): void {
    for (const clients of this.byRegion.values()) clients.destroy();
  }
}

const pairs = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const document = (statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

export async function makeBucket(sdk: Sdk, region: string, Bucket: string, tags: Tags = {}): Promise<void> {
  const { s3 } = sdk.in(region);
  const where = { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  await s3.send(new CreateBucketCommand({ Bucket, ...(region === 'us-east-1' ? {} : where) }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  if (Object.keys(tags).length > 0) await tagBucket(sdk, region, Bucket, tags);
}

export const tagBucket = (sdk: Sdk, region: string, Bucket: string, tags: Tags) =>
  sdk.in(region).s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: pairs(tags) } }));

export const putObject = (sdk: Sdk, region: string, Bucket: string, Key: string, Body: string) =>
  sdk.in(region).s3.send(new PutObjectCommand({ Bucket, Key, Body }));

export interface RoleShape {
  path?: string;
  tags?: Tags;
  /** More principals that may assume it. */
  trusts?: { Service?: string; AWS?: string }[];
}

export const trustPolicy = (more: { Service?: string; AWS?: string }[] = []) =>
  document(
    [{ Service: 'codepipeline.amazonaws.com' }, ...more].map((Principal) => ({
      Effect: 'Allow',
      Principal,
      Action: 'sts:AssumeRole',
    })),
  );

export async function makeRole(
  sdk: Sdk,
  RoleName: string,
  { path = '/', tags = {}, trusts }: RoleShape = {},
) {
  const { Role } = await sdk.in('us-east-1').iam.send(
    new CreateRoleCommand({
      RoleName,
      Path: path,
      Tags: pairs(tags),
      AssumeRolePolicyDocument: trustPolicy(trusts),
    }),
  );
  return Role?.Arn ?? '';
}

export const deployingPolicy = document([
  {
    Effect: 'Allow',
    Action: [
      'codeconnections:UseConnection',
      'codestar-connections:UseConnection',
      's3:Get*',
      's3:PutObject',
    ],
    Resource: '*',
  },
]);

export async function makePolicy(sdk: Sdk, PolicyName: string, path = '/', tags: Tags = {}): Promise<string> {
  const { Policy } = await sdk
    .in('us-east-1')
    .iam.send(
      new CreatePolicyCommand({ PolicyName, Path: path, PolicyDocument: deployingPolicy, Tags: pairs(tags) }),
    );
  return Policy?.Arn ?? '';
}

export async function makeConnection(sdk: Sdk, region: string, name: string, tags: Tags = {}) {
  const { ConnectionArn = '' } = await sdk
    .in(region)
    .connections.send(
      new CreateConnectionCommand({ ConnectionName: name, ProviderType: 'GitHub', Tags: pairs(tags) }),
    );
  return ConnectionArn;
}

export interface PipelineShape {
  name: string;
  roleArn: string;
  connectionArn: string;
  artifactBucket: string;
  deployBuckets: string[];
  branch?: string;
  approval?: boolean;
}

export const repository = 'octocat/codepipeline-s3-lab';

export function definitionOf(shape: PipelineShape): PipelineDeclaration {
  const type = (category: 'Source' | 'Approval' | 'Deploy', provider: string) => ({
    category,
    owner: 'AWS' as const,
    provider,
    version: '1',
  });
  const source = {
    name: 'Source',
    actionTypeId: type('Source', 'CodeStarSourceConnection'),
    configuration: {
      ConnectionArn: shape.connectionArn,
      FullRepositoryId: repository,
      BranchName: shape.branch ?? 'main',
      OutputArtifactFormat: 'CODE_ZIP',
    },
    outputArtifacts: [{ name: 'SourceArtifact' }],
  };
  const approve = { name: 'Approve', actionTypeId: type('Approval', 'Manual') };
  const deploys = shape.deployBuckets.map((BucketName, index) => ({
    name: `Deploy${index || ''}`,
    actionTypeId: type('Deploy', 'S3'),
    configuration: { BucketName, Extract: 'true' },
    inputArtifacts: [{ name: 'SourceArtifact' }],
  }));
  return {
    name: shape.name,
    roleArn: shape.roleArn,
    pipelineType: 'V2',
    executionMode: 'SUPERSEDED',
    artifactStore: { type: 'S3', location: shape.artifactBucket },
    stages: [
      { name: 'Source', actions: [source] },
      ...(shape.approval ? [{ name: 'Approve', actions: [approve] }] : []),
      { name: 'Deploy', actions: deploys },
    ],
  };
}

export async function until<T>(what: string, poll: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await poll();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what}: still not true after 20 seconds`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function makePipeline(sdk: Sdk, region: string, shape: PipelineShape, tags: Tags = {}) {
  const { pipelines } = sdk.in(region);
  await pipelines.send(
    new CreatePipelineCommand({
      pipeline: definitionOf(shape),
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    }),
  );
}

/** A pipeline that follows a missing branch. It fails at once, and nothing changes after that. */
export async function makeRestingPipeline(sdk: Sdk, region: string, shape: PipelineShape, tags: Tags = {}) {
  await makePipeline(sdk, region, { ...shape, branch: 'elsewhere' }, tags);
  await until(`${shape.name} fails`, async () => {
    const { pipelineExecutionSummaries: [run] = [] } = await sdk
      .in(region)
      .pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: shape.name }));
    return run !== undefined && run.status !== 'InProgress' ? run : undefined;
  });
}

export async function removeBucket(sdk: Sdk, region: string, Bucket: string): Promise<void> {
  const { s3 } = sdk.in(region);
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}

export async function removeRole(sdk: Sdk, RoleName: string): Promise<void> {
  const { iam } = sdk.in('us-east-1');
  for (const PolicyName of (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [])
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies)
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

export async function removePolicy(sdk: Sdk, PolicyArn: string): Promise<void> {
  const { iam } = sdk.in('us-east-1');
  const { PolicyRoles = [], PolicyUsers = [] } = await iam.send(
    new ListEntitiesForPolicyCommand({ PolicyArn }),
  );
  for (const { RoleName } of PolicyRoles)
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  for (const { UserName } of PolicyUsers)
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of (await iam.send(new ListPolicyVersionsCommand({ PolicyArn })))
    .Versions ?? [])
    if (!IsDefaultVersion) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
}
