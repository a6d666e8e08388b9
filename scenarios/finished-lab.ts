import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreatePipelineCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  type PipelineDeclaration,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { CreateConnectionCommand } from '../checker/account/connections-client.ts';
import { type Lab, type LabNames, namesOf } from '../checker/lab/lab.ts';
import { type Practice, startPractice } from '../practice/start.ts';
import { type Clients, clientsOf } from './practice-clients.ts';

const run = promisify(execFile);

export const repository = 'octocat/codepipeline-s3-lab';

export const page = (version: number) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>AWS CodePipeline Lab</title>
  </head>
  <body>
    <h1>Deployed by AWS CodePipeline</h1>
    <p>Version ${version}: a pipeline carried this page from a commit to S3.</p>
  </body>
</html>
`;

/** A practice account with the lab in it, and what a caller needs to inspect and break it. */
export interface LabAccount {
  practice: Practice;
  clients: Clients;
  names: LabNames;
  clone: string;
  repository: string;
  /** The ARN of the permissions boundary on the pipeline's role. */
  boundary?: string;
  git(...args: string[]): Promise<string>;
  /** Writes the page, commits it and pushes it; returns the commit's ID. */
  push(version: number): Promise<string>;
  /**
   * Waits until the commit's execution requests approval, answers the request with `status`, and waits until the
   * execution has ended. Returns the execution's ID.
   */
  approve(commit: string, status?: 'Approved' | 'Rejected'): Promise<string>;
  /** Polls until `poll` returns a value, and returns that value. Throws after 20 seconds. */
  until<T>(poll: () => Promise<T | undefined>): Promise<T>;
  /** The environment variables of a check of this account. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** What differs from the default lab. */
export interface Variant {
  region?: string;
  seat?: string;
  /** Names in place of the derived ones. */
  names?: Lab['names'];
  /** The ARN of the permissions boundary for the pipeline's role. */
  boundary?: string;
  /** `owner/name`, in place of `repository`. */
  repository?: string;
}

async function openAccount(root: string, variant: Variant): Promise<LabAccount> {
  const internalErrors: unknown[] = [];
  const { region } = variant;
  const practice = await startPractice({
    port: 0,
    stateDir: join(root, 'account'),
    ...(region === undefined ? {} : { region }),
    onInternalError: (error) => internalErrors.push(error),
  });
  const lab = labInAccount(practice, root, variant);
  return {
    ...lab,
    async close() {
      await lab.close();
      await practice.close();
      if (internalErrors.length > 0) throw internalErrors[0];
    },
  };
}

/**
 * Opens the lab in a practice account that is already running, with that account's keys. `close` leaves the account
 * running.
 */
export function labInAccount(
  practice: Practice,
  root: string,
  { seat, names: nameOverrides, boundary, repository: labRepository = repository }: Variant,
): LabAccount {
  const clients = clientsOf(practice);
  const names = namesOf(
    {
      ...{ region: practice.region, branch: 'main' },
      ...(seat === undefined ? {} : { seat }),
      ...(nameOverrides === undefined ? {} : { names: nameOverrides }),
    },
    practice.accountId,
  );
  const clone = join(root, 'clone');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    LAB_HOME: join(root, 'lab'),
    LAB_REPOSITORY: labRepository,
    LAB_CLONE: clone,
    ...(seat === undefined ? {} : { LAB_SEAT: seat }),
    ...practice.exports,
  };
  const git = async (...args: string[]) =>
    (
      await run('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: clone,
        env: { PATH: env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
      })
    ).stdout.trim();
  const until: LabAccount['until'] = async (poll) => {
    const end = Date.now() + 20_000;
    for (;;) {
      const found = await poll();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`still not true after 20 seconds: ${poll}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const pipelineName = names.pipeline;
  return {
    practice,
    clients,
    names,
    clone,
    repository: labRepository,
    git,
    until,
    env,
    async push(version) {
      writeFileSync(join(clone, 'index.html'), page(version));
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', `Version ${version}`);
      await git(
        'push',
        '--quiet',
        `${practice.exports.LAB_GIT_URL}/${labRepository}.git`,
        'HEAD:refs/heads/main',
      );
      return git('rev-parse', 'HEAD');
    },
    async approve(commit, status = 'Approved') {
      const id = await until(async () => {
        const { pipelineExecutionSummaries = [] } = await clients.pipelines.send(
          new ListPipelineExecutionsCommand({ pipelineName }),
        );
        return pipelineExecutionSummaries.find(
          ({ sourceRevisions }) => sourceRevisions?.[0]?.revisionId === commit,
        )?.pipelineExecutionId;
      });
      const token = await until(async () => {
        const { stageStates = [] } = await clients.pipelines.send(
          new GetPipelineStateCommand({ name: pipelineName }),
        );
        const stage = stageStates.find(({ stageName }) => stageName === 'Approve');
        if (stage?.latestExecution?.pipelineExecutionId !== id) return undefined;
        return stage.actionStates?.[0]?.latestExecution?.token;
      });
      await clients.pipelines.send(
        new PutApprovalResultCommand({
          pipelineName,
          stageName: 'Approve',
          actionName: 'Approve',
          token,
          result: { summary: 'I have read the commit', status },
        }),
      );
      await until(async () => {
        const { pipelineExecutionSummaries = [] } = await clients.pipelines.send(
          new ListPipelineExecutionsCommand({ pipelineName }),
        );
        const found = pipelineExecutionSummaries.find(
          ({ pipelineExecutionId }) => pipelineExecutionId === id,
        );
        return found?.status === 'InProgress' ? undefined : found;
      });
      return id;
    },
    ...(boundary === undefined ? {} : { boundary }),
    async close() {
      clients.destroy();
    },
  };
}

const tagsOf = ({ names }: LabAccount) => Object.entries(names.tags).map(([Key, Value]) => ({ Key, Value }));

export async function makeBucket(lab: LabAccount, Bucket: string): Promise<void> {
  const { s3 } = lab.clients;
  const { region } = lab.practice;
  const regionalBucket = {
    CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
  };
  await s3.send(new CreateBucketCommand({ Bucket, ...(region === 'us-east-1' ? {} : regionalBucket) }));
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagsOf(lab) } }));
}

async function createConnection(lab: LabAccount): Promise<string> {
  const { ConnectionArn = '' } = await lab.clients.connections.send(
    new CreateConnectionCommand({
      ConnectionName: lab.names.connection,
      ProviderType: 'GitHub',
      Tags: tagsOf(lab),
    }),
  );
  const answer = await fetch(`${lab.practice.endpoint}/_admin/authorize`, {
    method: 'POST',
    headers: { 'x-lab-token': lab.practice.exports.LAB_PRACTICE_TOKEN ?? '' },
    body: JSON.stringify({ name: lab.names.connection }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ConnectionArn;
}

/** The policy statements of the pipeline's role, as the page of step 5 has them. */
export function rolePolicy(names: LabNames, connectionArn: string): object[] {
  const bucket = (name: string, suffix = '') => `arn:aws:s3:::${name}${suffix}`;
  return [
    {
      Effect: 'Allow',
      Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
      Resource: connectionArn,
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      Resource: bucket(names.artifactBucket, '/*'),
    },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: bucket(names.deployBucket, '/*') },
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      Resource: [bucket(names.artifactBucket), bucket(names.deployBucket)],
    },
  ];
}

export const policyDocument = (statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

async function createRole(lab: LabAccount, connectionArn: string): Promise<string> {
  const { iam } = lab.clients;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: lab.names.role,
      Tags: tagsOf(lab),
      ...(lab.boundary === undefined ? {} : { PermissionsBoundary: lab.boundary }),
      AssumeRolePolicyDocument: policyDocument([
        { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: lab.names.role,
      PolicyName: lab.names.policy,
      PolicyDocument: policyDocument(rolePolicy(lab.names, connectionArn)),
    }),
  );
  return Role?.Arn ?? '';
}

export function definition(
  names: LabNames,
  roleArn: string,
  connectionArn: string,
  repositoryId = repository,
): PipelineDeclaration {
  const type = (category: 'Source' | 'Approval' | 'Deploy', provider: string) => ({
    category,
    owner: 'AWS' as const,
    provider,
    version: '1',
  });
  return {
    name: names.pipeline,
    roleArn,
    pipelineType: 'V2',
    executionMode: 'SUPERSEDED',
    artifactStore: { type: 'S3', location: names.artifactBucket },
    stages: [
      {
        name: 'Source',
        actions: [
          {
            name: 'Source',
            actionTypeId: type('Source', 'CodeStarSourceConnection'),
            configuration: {
              ConnectionArn: connectionArn,
              FullRepositoryId: repositoryId,
              BranchName: 'main',
              DetectChanges: 'true',
              OutputArtifactFormat: 'CODE_ZIP',
            },
            outputArtifacts: [{ name: 'SourceArtifact' }],
          },
        ],
      },
      { name: 'Approve', actions: [{ name: 'Approve', actionTypeId: type('Approval', 'Manual') }] },
      {
        name: 'Deploy',
        actions: [
          {
            name: 'Deploy',
            actionTypeId: type('Deploy', 'S3'),
            configuration: { BucketName: names.deployBucket, Extract: 'true' },
            inputArtifacts: [{ name: 'SourceArtifact' }],
          },
        ],
      },
    ],
  };
}

/** How far a lab is built. Each milestone includes those before it. */
export type Milestone = 'repository' | 'bucket' | 'connection' | 'pipeline' | 'approval' | 'redeploy';
const milestones: Milestone[] = ['repository', 'bucket', 'connection', 'pipeline', 'approval', 'redeploy'];

/** Builds the lab as its pages do, up to a milestone. */
export async function buildLab(lab: LabAccount, upTo: Milestone): Promise<void> {
  const last = milestones.indexOf(upTo);
  mkdirSync(lab.clone);
  await lab.git('init', '--quiet');
  await lab.git('symbolic-ref', 'HEAD', 'refs/heads/main');
  const first = await lab.push(1);
  if (last < 1) return;
  await makeBucket(lab, lab.names.deployBucket);
  if (last < 2) return;
  const connectionArn = await createConnection(lab);
  if (last < 3) return;
  await makeBucket(lab, lab.names.artifactBucket);
  const roleArn = await createRole(lab, connectionArn);
  await lab.clients.pipelines.send(
    new CreatePipelineCommand({
      pipeline: definition(lab.names, roleArn, connectionArn, lab.repository),
      tags: Object.entries(lab.names.tags).map(([key, value]) => ({ key, value })),
    }),
  );
  if (last < 4) return;
  await lab.approve(first);
  if (last < 5) return;
  await lab.approve(await lab.push(2));
}

/**
 * Builds a lab once, to be opened many times. Each `open` starts a practice account on a copy of the built state, so
 * that a test can break it. `close` stops all of these accounts and removes their files.
 */
export async function finishedLab(
  upTo: Milestone = 'redeploy',
  variant: Variant = {},
): Promise<{ open(): Promise<LabAccount>; close(): Promise<void> }> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'finished-lab-'));
  const original = join(root, 'original');
  mkdirSync(original);
  const lab = await openAccount(original, variant);
  await buildLab(lab, upTo);
  await lab.close();
  let count = 0;
  const opened: LabAccount[] = [];
  return {
    async open() {
      const copy = join(root, `copy-${++count}`);
      cpSync(original, copy, { recursive: true });
      const account = await openAccount(copy, variant);
      opened.push(account);
      return account;
    },
    async close() {
      for (const account of opened) await account.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
