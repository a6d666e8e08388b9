import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreatePipelineCommand,
  ListPipelineExecutionsCommand,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type Clients, makeClients } from '../../../checker/account/clients.ts';
import {
  CreateConnectionCommand,
  ListConnectionsCommand,
} from '../../../checker/account/connections-client.ts';
import { journalFile, type TeardownOptions } from '../../../checker/teardown/index.ts';
import type { Practice } from '../../../practice/start.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';

export interface TeardownSession {
  options: TeardownOptions;
  clients: Clients;
  close(): void;
}

interface Settings extends Partial<TeardownOptions> {
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** The options of a teardown of this account, with its own journal folder. */
export function openTeardownSession(
  practice: Practice,
  { endpoint, credentials, ...more }: Settings = {},
): TeardownSession {
  const home = mkdtempSync(join(tmpdir(), 'teardown-'));
  const { accountId, region } = practice;
  const clients = makeClients({
    region,
    endpoint: endpoint ?? practice.endpoint,
    credentials: credentials ?? {
      accessKeyId: practice.exports.AWS_ACCESS_KEY_ID as string,
      secretAccessKey: practice.exports.AWS_SECRET_ACCESS_KEY as string,
    },
    answerTimeoutMs: 30_000,
  });
  return {
    clients,
    options: {
      clients,
      lab: { region, branch: 'main', repository: 'octocat/codepipeline-s3-lab' },
      accountId,
      journal: journalFile(home, { target: 'practice', accountId, region }),
      waitMs: 3_000,
      // All regions of the partition would take most of a test's time.
      searchRegions: ['us-east-1', 'eu-west-1', 'us-west-2'],
      confirm: async () => true,
      ...more,
    },
    close() {
      clients.destroy();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const collections = [
  's3/buckets',
  's3/versions',
  's3/uploads',
  's3/parts',
  'codepipeline/pipelines',
  'codepipeline/versions',
  'codepipeline/stages',
  'codepipeline/executions',
  'codepipeline/actions',
  'codeconnections/connections',
  'iam/roles',
  'iam/policies',
];

/** Every record of the account that a teardown could change, by table and key. */
export function everything({ practice }: LabAccount): Map<string, string> {
  return new Map(
    collections.flatMap((name) =>
      [...practice.emulator.store.collection(name).entries()].map(
        ([key, value]) => [`${name} ${key}`, JSON.stringify(value)] as const,
      ),
    ),
  );
}

/** The records that `after` has and `before` lacks. */
export function added(before: Map<string, string>, after: Map<string, string>): Map<string, string> {
  return new Map([...after].filter(([key]) => !before.has(key)));
}

export const labTag = { Key: 'lab', Value: 'codepipeline-lab' };

export async function makeBucket({ clients: { s3 } }: LabAccount, Bucket: string, TagSet = [] as object[]) {
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (TagSet.length > 0)
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: TagSet as [typeof labTag] } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'precious.txt', Body: 'mine' }));
}

/** Writes the deployed page once more by hand, as it is: a version that is the lab's by its content. */
export async function putDeployedPage({ clients: { s3 }, names }: LabAccount): Promise<void> {
  const page = { Bucket: names.deployBucket, Key: 'index.html' };
  const { Body } = await s3.send(new GetObjectCommand(page));
  await s3.send(new PutObjectCommand({ ...page, Body: (await Body?.transformToByteArray()) ?? '' }));
}

export async function makeRole(
  { clients: { iam } }: LabAccount,
  RoleName: string,
  tags = [] as (typeof labTag)[],
) {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      Tags: tags,
      AssumeRolePolicyDocument: policyDocument([
        { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]),
    }),
  );
  return Role?.Arn ?? '';
}

export async function makeConnection(
  { clients: { connections } }: LabAccount,
  ConnectionName: string,
  Tags = [] as (typeof labTag)[],
) {
  const { ConnectionArn = '' } = await connections.send(
    new CreateConnectionCommand({ ConnectionName, ProviderType: 'GitHub', Tags }),
  );
  return ConnectionArn;
}

export async function labConnection({ clients: { connections }, names }: LabAccount): Promise<string> {
  const { Connections = [] } = await connections.send(new ListConnectionsCommand({}));
  return Connections.find(({ ConnectionName }) => ConnectionName === names.connection)?.ConnectionArn ?? '';
}

export interface PipelineParts {
  name: string;
  roleArn: string;
  connectionArn: string;
  artifactBucket: string;
  deployBucket: string;
}

/** A pipeline that follows a missing branch: its first execution fails at once, and nothing changes after that. */
export async function makePipeline(lab: LabAccount, parts: PipelineParts): Promise<void> {
  const { name, roleArn, connectionArn, artifactBucket, deployBucket } = parts;
  const pipeline: PipelineDeclaration = definition(
    { ...lab.names, pipeline: name, artifactBucket, deployBucket },
    roleArn,
    connectionArn,
  );
  const source = pipeline.stages?.[0]?.actions?.[0];
  if (source?.configuration !== undefined) source.configuration.BranchName = 'elsewhere';
  await lab.clients.pipelines.send(new CreatePipelineCommand({ pipeline }));
  await lab.until(async () => {
    const { pipelineExecutionSummaries: [run] = [] } = await lab.clients.pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: name }),
    );
    return run?.status === 'Failed' ? run : undefined;
  });
}

/** The same clients. `tap` receives every call with its operation's name. */
export function tapped(
  clients: Clients,
  tap: (operation: string, send: () => Promise<unknown>) => Promise<unknown>,
): Clients {
  const get: Clients['get'] = async (service, region) => {
    const client = await clients.get(service, region);
    const real = client.send.bind(client) as (command: object, options?: object) => Promise<unknown>;
    const send = (command: object, options?: object) =>
      tap(command.constructor.name.replace(/Command$/, ''), () => real(command, options));
    return { send } as unknown as typeof client;
  };
  return { ...clients, get };
}

/** Clients of a process that ends at its nth call, before the call is sent or after its answer. */
export interface Dying {
  clients: Clients;
  /** Resolves at the call that the process ends at. Nothing continues after it. */
  died: Promise<void>;
  /** The calls that were made, in order. */
  calls: string[];
}

export function dyingAt(clients: Clients, n: number, when: 'before' | 'after'): Dying {
  const calls: string[] = [];
  const never = new Promise<never>(() => {});
  let dead = false;
  let die: () => void = () => {};
  const died = new Promise<void>((resolve) => {
    die = () => {
      dead = true;
      resolve();
    };
  });
  return {
    died,
    calls,
    clients: tapped(clients, async (operation, send) => {
      if (dead) return never;
      calls.push(operation);
      const last = calls.length === n;
      if (last && when === 'before') die();
      if (dead) return never;
      const answer = await send();
      if (last) die();
      return dead ? never : answer;
    }),
  };
}

export const typesOf = (resources: readonly { kind: string }[]) => resources.map(({ kind }) => kind).sort();
