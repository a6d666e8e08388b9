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

/** A practice account with the lab in it, and what is needed to look at it and to break it. */
export interface LabAccount {
  practice: Practice;
  clients: Clients;
  names: LabNames;
  clone: string;
  repository: string;
  /** The ARN of the boundary that the role is made with. */
  boundary?: string;
  git(...args: string[]): Promise<string>;
  /** Writes the page, commits, pushes; answers the commit's id. */
  push(version: number): Promise<string>;
  /** Waits for the execution of this commit to ask for approval, and answers it. */
  approve(commit: string, status?: 'Approved' | 'Rejected'): Promise<string>;
  /** Waits until `look` answers something. */
  until<T>(poll: () => Promise<T | undefined>): Promise<T>;
  /** The variables of a check that looks at this account. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** Where the lab is, and whose, where it is not the usual one's. */
export interface Variant {
  region?: string;
  seat?: string;
  /** Names of the learner's own choice. */
  names?: Lab['names'];
  /** The ARN of the permissions boundary that the pipeline's role is made with. */
  boundary?: string;
  /** `owner/name`, where it is not the usual one. */
  repository?: string;
}

async function openAccount(root: string, variant: Variant): Promise<LabAccount> {
  const faults: unknown[] = [];
  const { region } = variant;
  const practice = await startPractice({
    port: 0,
    stateDir: join(root, 'account'),
    ...(region === undefined ? {} : { region }),
    onInternalError: (fault) => faults.push(fault),
  });
  const lab = labInAccount(practice, root, variant);
  return {
    ...lab,
    async close() {
      await lab.close();
      await practice.close();
      if (faults.length > 0) throw faults[0];
    },
  };
}

/**
 * A lab in a practice account that runs already, worked on with these keys. Its `close` leaves the account open.
 */
export function labInAccount(
  practice: Practice,
  root: string,
  { seat, names: ownNames, boundary, repository: ofSeat = repository }: Variant,
): LabAccount {
  const clients = clientsOf(practice);
  const names = namesOf(
    {
      ...{ region: practice.region, branch: 'main' },
      ...(seat === undefined ? {} : { seat }),
      ...(ownNames === undefined ? {} : { names: ownNames }),
    },
    practice.accountId,
  );
  const clone = join(root, 'clone');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    LAB_HOME: join(root, 'lab'),
    LAB_REPOSITORY: ofSeat,
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
    repository: ofSeat,
    git,
    until,
    env,
    async push(version) {
      writeFileSync(join(clone, 'index.html'), page(version));
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', `Version ${version}`);
      await git('push', '--quiet', `${practice.exports.LAB_GIT_URL}/${ofSeat}.git`, 'HEAD:refs/heads/main');
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
  const elsewhere = { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  await s3.send(new CreateBucketCommand({ Bucket, ...(region === 'us-east-1' ? {} : elsewhere) }));
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

async function makeConnection(lab: LabAccount): Promise<string> {
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

/** The statements of the pipeline's role, as step 5's page has them. */
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

async function makeRole(lab: LabAccount, connectionArn: string): Promise<string> {
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
  from = repository,
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
              FullRepositoryId: from,
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

/** How far a lab is built. */
export type Milestone = 'repository' | 'bucket' | 'connection' | 'pipeline' | 'approval' | 'redeploy';
const milestones: Milestone[] = ['repository', 'bucket', 'connection', 'pipeline', 'approval', 'redeploy'];

/** Builds the lab, as its pages do, up to a stage. */
export async function buildLab(lab: LabAccount, upTo: Milestone): Promise<void> {
  const last = milestones.indexOf(upTo);
  mkdirSync(lab.clone);
  await lab.git('init', '--quiet');
  await lab.git('symbolic-ref', 'HEAD', 'refs/heads/main');
  const first = await lab.push(1);
  if (last < 1) return;
  await makeBucket(lab, lab.names.deployBucket);
  if (last < 2) return;
  const connectionArn = await makeConnection(lab);
  if (last < 3) return;
  await makeBucket(lab, lab.names.artifactBucket);
  const roleArn = await makeRole(lab, connectionArn);
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
 * A lab that is built once and opened many times: each `open` is a fresh account with all that was built, so
 * that a test can break it as it likes. `close` removes all of them.
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
