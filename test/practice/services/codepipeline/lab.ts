import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { CodeStarConnectionsClient, CreateConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { completeHandshake } from '../../../../practice/services/codeconnections/handshake.ts';
import { type Practice, startPractice } from '../../../../practice/start.ts';
import { git as runGit } from '../../../kit/git.ts';

/** A practice account over HTTP with what the lab's pipeline needs, and a clone of the learner's repository. */
export interface Lab {
  practice: Practice;
  pipelines: CodePipelineClient;
  s3: S3Client;
  iam: IAMClient;
  connections: CodeStarConnectionsClient;
  roleArn: string;
  connectionArn: string;
  available(): void;
  /** Writes files, commits and pushes them. Resolves to the commit's id. */
  push(files: Record<string, string>, message: string, branch?: string): Promise<string>;
  /** Tags the clone's latest commit and pushes only the tag. A message makes the tag annotated. */
  tag(name: string, message?: string): Promise<void>;
  close(): Promise<void>;
}

export const buckets = { deploy: 'cp-s3-deploy-test', artifacts: 'cp-s3-artifacts-test' };

export const rolePolicy = (connectionArn: string) => [
  { Effect: 'Allow', Action: 'codestar-connections:UseConnection', Resource: connectionArn },
  {
    Effect: 'Allow',
    Action: ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion'],
    Resource: [`arn:aws:s3:::${buckets.artifacts}/*`, `arn:aws:s3:::${buckets.deploy}/*`],
  },
];

export async function openLab(options: { stateDir?: string } = {}): Promise<Lab> {
  const internalErrors: unknown[] = [];
  const practice = await startPractice({
    port: 0,
    ...options,
    onInternalError: (error) => internalErrors.push(error),
  });
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-lab-'));
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', LAB_GIT_URL } = practice.exports;
  const settings = {
    endpoint: practice.endpoint,
    region: practice.region,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    maxAttempts: 1,
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const iam = new IAMClient(settings);
  const connections = new CodeStarConnectionsClient(settings);
  const pipelines = new CodePipelineClient(settings);
  for (const Bucket of Object.values(buckets)) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  const { ConnectionArn: connectionArn = '' } = await connections.send(
    new CreateConnectionCommand({ ConnectionName: 'github', ProviderType: 'GitHub' }),
  );
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'pipeline-role',
      AssumeRolePolicyDocument: statement({
        Effect: 'Allow',
        Principal: { Service: 'codepipeline.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'pipeline-role',
      PolicyName: 'pipeline',
      PolicyDocument: statement(...rolePolicy(connectionArn)),
    }),
  );
  const clone = join(folder, 'site');
  const git = (...args: string[]) => runGit({ cwd: clone, home: folder }, ...args);
  await mkdir(clone);
  await git('init', '--quiet', '--initial-branch=main');
  return {
    practice,
    pipelines,
    s3,
    iam,
    connections,
    connectionArn,
    roleArn: Role?.Arn ?? '',
    available: () => void completeHandshake(practice.emulator, { arn: connectionArn }),
    async push(files, message, branch = 'main') {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(clone, name)), { recursive: true });
        writeFileSync(join(clone, name), content);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--message', message);
      await git('push', '--quiet', `${LAB_GIT_URL}/octo/site.git`, `HEAD:refs/heads/${branch}`);
      return git('rev-parse', 'HEAD');
    },
    async tag(name, message) {
      await git('tag', ...(message === undefined ? [] : ['--annotate', '--message', message]), name);
      await git('push', '--quiet', `${LAB_GIT_URL}/octo/site.git`, `refs/tags/${name}`);
    },
    async close() {
      for (const client of [s3, iam, connections, pipelines]) client.destroy();
      await practice.close();
      rmSync(folder, { recursive: true, force: true });
      if (internalErrors.length > 0) throw internalErrors[0];
    },
  };
}

export function statement(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
