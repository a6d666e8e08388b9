import { CreatePipelineCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { namesOf } from '../../../checker/lab/lab.ts';
import type { ResourceTypeName } from '../../../checker/teardown/resource.ts';
import { startPractice } from '../../../practice/start.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { type Account, isOthers, sharedStore, type Tagged, tagsFor, twists } from './random-accounts.ts';
import { added, everything, makeBucket, makeConnection, makeRole } from './teardown-session.ts';

/** A resource that was created: its records in the store, and what the teardown has to do with it. */
export interface CreatedResource {
  what: string;
  keys: string[];
  outcome: 'goes' | 'stays';
  /** Its type, if it has a name of the lab's, so that the plan has to list it when it stays. */
  kind?: ResourceTypeName;
}

async function fill(s3: S3Client, Bucket: string, { objects, marker }: { objects: number; marker: boolean }) {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  for (let n = 0; n < objects; n++)
    await s3.send(new PutObjectCommand({ Bucket, Key: `page-${n % 2}`, Body: `${n}` }));
  if (marker) await s3.send(new DeleteObjectCommand({ Bucket, Key: 'precious.txt' }));
}

/**
 * Builds the account. It decides for each resource what the teardown has to do, by the rules of two proofs and no other
 * user.
 */
export async function build(account: Account) {
  const practice = await startPractice({ port: 0 });
  const names = namesOf({ region: practice.region, branch: 'main' }, practice.accountId);
  const clients = clientsOf(practice);
  const lab = { practice, clients, names } as LabAccount;
  const { iam, s3, pipelines } = clients;
  const created: CreatedResource[] = [];
  let decisions: (() => void)[] = [];
  async function make<T>(
    what: string,
    kind: ResourceTypeName | undefined,
    outcome: () => boolean,
    work: () => Promise<T>,
  ): Promise<T> {
    const before = everything(lab);
    const answer = await work();
    const one: CreatedResource = {
      what,
      ...(kind && { kind }),
      outcome: 'stays',
      keys: [...added(before, everything(lab)).keys()],
    };
    // What uses a resource is known only after all of them exist.
    decisions.push(() => {
      one.outcome = outcome() ? 'goes' : 'stays';
    });
    created.push(one);
    return answer;
  }
  const { pipeline, neighbor } = account;
  const own =
    pipeline !== null &&
    !isOthers(pipeline.tag) &&
    (pipeline.tag === 'lab' || (!pipeline.deploysElsewhere && account.deployBucket !== null));
  /**
   * Used by a pipeline that is not the lab's. A pipeline with the lab's name that is not proven to be the lab's counts
   * too.
   */
  const usedByOthers = (shared: boolean | undefined, byPipeline: boolean) =>
    shared === true || (pipeline !== null && !own && byPipeline);
  const goes = (tag: Tagged, byPipeline: boolean, shared: boolean | undefined) =>
    !isOthers(tag) && (tag === 'lab' || (own && byPipeline)) && !usedByOthers(shared, byPipeline);

  const deploysHere = pipeline !== null && !pipeline.deploysElsewhere && account.deployBucket !== null;
  const storesHere = !account.sharedStore && account.artifactBucket !== null;
  if (account.deployBucket !== null) {
    const { tag } = account.deployBucket;
    const shared = neighbor?.deployBucket;
    await make(
      'deploy bucket',
      'deploy-bucket',
      () => goes(tag, deploysHere, shared),
      async () => {
        await makeBucket(lab, names.deployBucket, tagsFor[tag]);
        await fill(s3, names.deployBucket, account.deployBucket ?? { objects: 0, marker: false });
      },
    );
  }
  if (account.artifactBucket !== null) {
    const { tag } = account.artifactBucket;
    const shared = neighbor?.artifactBucket;
    await make(
      'artifact bucket',
      'artifact-bucket',
      () => goes(tag, storesHere, shared),
      async () => {
        await makeBucket(lab, names.artifactBucket, tagsFor[tag]);
        await fill(s3, names.artifactBucket, account.artifactBucket ?? { objects: 0, marker: false });
      },
    );
  }
  const arns: string[] = [];
  for (const [at, tag] of account.connections.entries()) {
    const named = async () => void arns.push(await makeConnection(lab, names.connection, tagsFor[tag]));
    await make(
      `connection ${at}`,
      'connection',
      () => goes(tag, at === 0, at === 0 && neighbor?.connection),
      named,
    );
  }
  let roleArn: string | undefined;
  const { role, policy } = account;
  const roleGoes = () => role !== null && goes(role.tag, true, neighbor?.role);
  if (role !== null)
    roleArn = await make('role', 'role', roleGoes, async () => {
      const arn = await makeRole(lab, names.role, tagsFor[role.tag]);
      for (let n = 0; n < role.inline; n++)
        await iam.send(
          new PutRolePolicyCommand({
            ...{ RoleName: names.role, PolicyName: `inline-${n}` },
            PolicyDocument: policyDocument([{ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }]),
          }),
        );
      return arn;
    });
  const document = policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]);
  if (role?.attached) {
    const theirs = await make(
      'policy of somebody else',
      undefined,
      () => false,
      async () => {
        const { Policy } = await iam.send(
          new CreatePolicyCommand({ PolicyName: 'reading', PolicyDocument: document }),
        );
        return Policy?.Arn ?? '';
      },
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: names.role, PolicyArn: theirs }));
  }
  if (policy !== null) {
    const onRole = policy.onRole && role !== null;
    const arn = await make(
      'managed policy',
      'policy',
      () =>
        !isOthers(policy.tag) &&
        // A role that is not the lab's uses the policy as any other role does.
        (policy.tag === 'lab' || (onRole && roleGoes())) &&
        !policy.onUser &&
        (!onRole || roleGoes()),
      async () => {
        const { Policy } = await iam.send(
          new CreatePolicyCommand({
            ...{ PolicyName: names.policy, PolicyDocument: document, Tags: tagsFor[policy.tag] },
          }),
        );
        return Policy?.Arn ?? '';
      },
    );
    if (onRole) await iam.send(new AttachRolePolicyCommand({ RoleName: names.role, PolicyArn: arn }));
    if (policy.onUser) {
      await iam.send(new CreateUserCommand({ UserName: 'somebody' }));
      await iam.send(new AttachUserPolicyCommand({ UserName: 'somebody', PolicyArn: arn }));
    }
  }
  const stays = () => false;
  await make('what others have', undefined, stays, async () => {
    for (const name of ['others-site', 'others-artifacts', sharedStore]) await makeBucket(lab, name);
  });
  if (pipeline !== null && !storesHere)
    await make(
      'artifacts in the shared store',
      undefined,
      () => own,
      () =>
        s3.send(
          new PutObjectCommand({
            ...{ Bucket: sharedStore, Key: `${names.pipeline.slice(0, 20)}/SourceArti/abc1234`, Body: 'zip' },
          }),
        ),
    );
  const otherRole = await make('another role', undefined, stays, () => makeRole(lab, 'others-role'));
  const otherConnection = await make('another connection', undefined, stays, () =>
    makeConnection(lab, 'others-connection'),
  );
  for (const { kind, twist, tag } of account.decoys)
    await make(`decoy ${kind} ${twist}`, undefined, stays, async () => {
      const name = twists[twist](names[kind]);
      if (kind === 'role') await makeRole(lab, name, tagsFor[tag]);
      else if (kind === 'connection') await makeConnection(lab, name.slice(0, 32), tagsFor[tag]);
      else await makeBucket(lab, name, tagsFor[tag]);
    });

  const waitUntilFailed = async (name: string) => {
    for (let tries = 0; tries < 500; tries++) {
      const { pipelineExecutionSummaries: [run] = [] } = await pipelines.send(
        new ListPipelineExecutionsCommand({ pipelineName: name }),
      );
      if (run?.status === 'Failed') return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${name} never came to rest`);
  };
  const makePipeline = async (
    name: string,
    parts: { deployBucket: string; artifactBucket: string; roleArn: string; connectionArn: string },
    tags: { Key: string; Value: string }[],
  ) => {
    const { deployBucket, artifactBucket, connectionArn } = parts;
    const declared = definition(
      { ...names, pipeline: name, deployBucket, artifactBucket },
      parts.roleArn,
      connectionArn,
    );
    await pipelines.send(
      new CreatePipelineCommand({
        pipeline: declared,
        tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
      }),
    );
    await waitUntilFailed(name);
  };
  if (neighbor !== null)
    await make('a neighbour’s pipeline', undefined, stays, () =>
      makePipeline(
        'neighbour',
        {
          deployBucket: neighbor.deployBucket ? names.deployBucket : 'others-site',
          artifactBucket: neighbor.artifactBucket ? names.artifactBucket : 'others-artifacts',
          roleArn: (neighbor.role ? roleArn : undefined) ?? otherRole,
          connectionArn: (neighbor.connection ? arns[0] : undefined) ?? otherConnection,
        },
        [],
      ),
    );
  if (pipeline !== null)
    await make(
      'pipeline',
      'pipeline',
      () => own,
      () =>
        makePipeline(
          names.pipeline,
          {
            deployBucket: deploysHere ? names.deployBucket : 'others-site',
            artifactBucket: storesHere ? names.artifactBucket : sharedStore,
            roleArn: roleArn ?? otherRole,
            connectionArn: arns[0] ?? otherConnection,
          },
          tagsFor[pipeline.tag],
        ),
    );
  for (const settle of decisions) settle();
  decisions = [];
  return {
    lab,
    created,
    async close() {
      clients.destroy();
      await practice.close();
    },
  };
}
