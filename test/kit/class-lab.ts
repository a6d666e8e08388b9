import { CreatePipelineCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { CreateConnectionCommand } from '../../checker/account/connections-client.ts';
import { type LabNames, namesOf } from '../../checker/lab/lab.ts';
import { artifactPrefix } from '../../checker/teardown/explanation.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import type { Practice } from '../../practice/start.ts';
import { definition } from '../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument, rolePolicy } from '../../scenarios/finished-lab/role-policy.ts';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';

/** How far a seat has come. */
export const milestones = ['nothing', 'bucket', 'connection', 'role', 'pipeline'] as const;
export type SeatMilestone = (typeof milestones)[number];

/** An account's endpoint and its keys. */
export type AccountAccess = Pick<Practice, 'accountId' | 'region' | 'endpoint' | 'exports'>;

const tagSet = ({ tags }: LabNames) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

async function makeBucket(
  { s3 }: Clients,
  Bucket: string,
  region: string,
  TagSet: { Key: string; Value: string }[],
): Promise<void> {
  const LocationConstraint = region as BucketLocationConstraint;
  const elsewhere = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint } };
  await s3.send(new CreateBucketCommand({ Bucket, ...elsewhere }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  if (TagSet.length > 0) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
}

/** The files that the seat's source has. */
const siteFiles = ['index.html', 'a & b.txt'];

/** What the seat's source has in each file. */
export const contentFor = (bucket: string) => `for ${bucket}`;

/** Some versions, and a delete marker. */
async function putSite({ s3 }: Clients, Bucket: string): Promise<void> {
  for (const Key of ['index.html', ...siteFiles])
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: contentFor(Bucket) }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a & b.txt' }));
}

/** A bucket that contains some versions and a delete marker, which nothing explains as a lab's. */
export async function fullBucket(
  clients: Clients,
  Bucket: string,
  region: string,
  TagSet: { Key: string; Value: string }[],
): Promise<void> {
  await makeBucket(clients, Bucket, region, TagSet);
  await putSite(clients, Bucket);
}

/** The artifact of a run: a zip of the site's files, under the prefix of the seat's pipeline. */
async function putArtifact(
  { s3 }: Clients,
  { artifactBucket, deployBucket, pipeline }: LabNames,
): Promise<void> {
  const content = new TextEncoder().encode(contentFor(deployBucket));
  const files = Object.fromEntries(siteFiles.map((file) => [file, content]));
  const Key = `${artifactPrefix(pipeline)}Source/1`;
  await s3.send(new PutObjectCommand({ Bucket: artifactBucket, Key, Body: zipSync(files) }));
}

/** Waits until no execution of this pipeline is running. */
async function waitForIdle({ pipelines }: Clients, pipelineName: string): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const { pipelineExecutionSummaries = [] } = await pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName }),
    );
    if (pipelineExecutionSummaries.some(({ status }) => status === 'Failed')) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${pipelineName} did not come to rest within 20 seconds`);
}

/**
 * Creates what a seat has at this milestone, as its pages describe it. The connection is still pending. From `role` on
 * both buckets have contents: an artifact, and what it says was deployed.
 */
export async function createSeatResources(
  where: AccountAccess,
  seat: string,
  milestone: SeatMilestone = 'pipeline',
  region = where.region,
) {
  const names = namesOf({ region, branch: 'main', seat }, where.accountId);
  const clients = clientsOf(where, region);
  const hasReached = (to: SeatMilestone) => milestones.indexOf(milestone) >= milestones.indexOf(to);
  try {
    if (hasReached('bucket')) await makeBucket(clients, names.deployBucket, region, tagSet(names));
    let connectionArn = '';
    if (hasReached('connection'))
      connectionArn =
        (
          await clients.connections.send(
            new CreateConnectionCommand({
              ConnectionName: names.connection,
              ProviderType: 'GitHub',
              Tags: tagSet(names),
            }),
          )
        ).ConnectionArn ?? '';
    if (!hasReached('role')) return names;
    await makeBucket(clients, names.artifactBucket, region, tagSet(names));
    await putArtifact(clients, names);
    await putSite(clients, names.deployBucket);
    const { Role } = await clients.iam.send(
      new CreateRoleCommand({
        RoleName: names.role,
        Tags: tagSet(names),
        AssumeRolePolicyDocument: policyDocument([
          { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ]),
      }),
    );
    await clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: names.role,
        PolicyName: names.policy,
        PolicyDocument: policyDocument(rolePolicy(names, connectionArn)),
      }),
    );
    if (!hasReached('pipeline')) return names;
    await clients.pipelines.send(
      new CreatePipelineCommand({
        pipeline: definition(names, Role?.Arn ?? '', connectionArn),
        tags: Object.entries(names.tags).map(([key, value]) => ({ key, value })),
      }),
    );
    await waitForIdle(clients, names.pipeline);
    return names;
  } finally {
    clients.destroy();
  }
}

/**
 * Every record of every account of the process, by table and key. It leaves out what a teardown cannot delete: the
 * commits on the git host and the sessions of roles.
 */
export function allRecords({ emulator }: Practice): Map<string, string> {
  const snapshot = emulator.store.snapshot();
  const all = [...snapshot.tables]
    .filter(([table]) => !table.startsWith('git/'))
    .flatMap(([table, records]) =>
      [...records]
        .filter(([, record]) => (record as { session?: object }).session === undefined)
        .map(([key, record]) => [`${table} ${key}`, JSON.stringify(record)] as const),
    );
  emulator.store.release(snapshot);
  return new Map(all);
}

/** Another account of the same process, created by the practice account's admin route. */
export async function anotherAccount(practice: Practice, accountId: string): Promise<AccountAccess> {
  const { exports } = await adminClient(practice.exports).createAccount({ accountId });
  return { accountId, region: practice.region, endpoint: practice.endpoint, exports };
}
