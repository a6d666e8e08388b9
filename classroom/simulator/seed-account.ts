import { CreatePipelineCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateConnectionCommand } from '../../checker/account/connections-client.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { externalId, instructorRole } from './class-plan.ts';
import type { AwsClients } from './learner-session.ts';
import type { ClassPlan } from './types.ts';

/**
 * The artifact bucket that the console creates for all its pipelines of a region; it exists before the class.
 */
export const consoleBucketOf = (account: string, region: string) => `codepipeline-${region}-${account}`;

const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

async function createBucket(
  { s3 }: AwsClients,
  region: string,
  Bucket: string,
  tags: Record<string, string> = {},
) {
  const location = { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  await s3.send(new CreateBucketCommand({ Bucket, ...(region === 'us-east-1' ? {} : location) }));
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (TagSet.length > 0) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'precious.txt', Body: 'not the class’s' }));
}

/** Creates a pipeline that does not belong to the class and stores its artifacts in the console's bucket. */
async function createOtherPipeline(clients: AwsClients, account: string, region: string): Promise<void> {
  const { iam, connections, pipelines } = clients;
  const Service = { Service: 'codepipeline.amazonaws.com' };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: `orders-site-${region}`,
      AssumeRolePolicyDocument: document({ Principal: Service, Action: 'sts:AssumeRole' }),
    }),
  );
  const { ConnectionArn = '' } = await connections.send(
    new CreateConnectionCommand({ ConnectionName: 'orders-github', ProviderType: 'GitHub' }),
  );
  const name = 'orders-site';
  const type = { owner: 'AWS' as const, version: '1' };
  await pipelines.send(
    new CreatePipelineCommand({
      pipeline: {
        name,
        roleArn: Role?.Arn,
        artifactStore: { type: 'S3', location: consoleBucketOf(account, region) },
        stages: [
          {
            name: 'Source',
            actions: [
              {
                name: 'Source',
                actionTypeId: { ...type, category: 'Source', provider: 'CodeStarSourceConnection' },
                configuration: { ConnectionArn, FullRepositoryId: 'shop/orders', BranchName: 'main' },
                outputArtifacts: [{ name: 'SourceArtifact' }],
              },
            ],
          },
          {
            name: 'Ask',
            actions: [{ name: 'Ask', actionTypeId: { ...type, category: 'Approval', provider: 'Manual' } }],
          },
        ],
      },
    }),
  );
  // Its first execution fails at the pending connection. Until then the account's records still change.
  for (;;) {
    const { pipelineExecutionSummaries: [first] = [] } = await pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: name }),
    );
    if (first?.status !== 'InProgress') return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Creates what an account has before the class, and must still have after the teardown. */
export async function seedAccount(
  plan: ClassPlan,
  account: string,
  clientsIn: (region: string) => AwsClients,
): Promise<void> {
  const seats = plan.seats.filter((seat) => seat.account === account);
  const regions = [...new Set(['us-east-1', ...seats.map(({ region }) => region)])];
  for (const region of regions) {
    const clients = clientsIn(region);
    await createBucket(clients, region, consoleBucketOf(account, region));
    await createOtherPipeline(clients, account, region);
    // The instructor's own self-paced lab, and a seat of another class whose name begins like one of this
    // class.
    const selfPaced = namesOf({ region, branch: 'main' }, account);
    await createBucket(clients, region, selfPaced.deployBucket, selfPaced.tags);
    const neighbor = namesOf({ region, branch: 'main', seat: `${seats[0]?.id ?? 'seat'}1` }, account);
    await createBucket(clients, region, neighbor.deployBucket, neighbor.tags);
  }
  const role = seats.find(({ access }) => access.kind === 'role')?.access;
  if (role?.kind !== 'role') return;
  const { iam } = clientsIn('us-east-1');
  const condition =
    role.externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } };
  await iam.send(
    new CreateRoleCommand({
      RoleName: instructorRole,
      AssumeRolePolicyDocument: document({
        Principal: { AWS: `arn:aws:iam::${plan.shared}:root` },
        Action: 'sts:AssumeRole',
        ...condition,
      }),
    }),
  );
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: instructorRole,
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
}
