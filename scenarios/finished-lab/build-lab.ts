import { mkdirSync } from 'node:fs';
import { CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { defined } from '../../base/defined.ts';
import { CreateConnectionCommand } from '../../checker/account/connections-client.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import type { LabAccount } from './lab-account.ts';
import { definition } from './pipeline-definition.ts';
import { policyDocument, rolePolicy } from './role-policy.ts';

const tagsOf = ({ names }: LabAccount) => Object.entries(names.tags).map(([Key, Value]) => ({ Key, Value }));

export async function createBucket(lab: LabAccount, Bucket: string): Promise<void> {
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
  await adminClient(lab.practice.exports).authorize({ name: lab.names.connection });
  return ConnectionArn;
}

async function makeRole(lab: LabAccount, connectionArn: string): Promise<string> {
  const { iam } = lab.clients;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: lab.names.role,
      Tags: tagsOf(lab),
      ...defined({ PermissionsBoundary: lab.boundary }),
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

/** How much of the lab is built. */
export type Milestone = 'repository' | 'bucket' | 'connection' | 'pipeline' | 'approval' | 'redeploy';
const milestones: Milestone[] = ['repository', 'bucket', 'connection', 'pipeline', 'approval', 'redeploy'];

/** Builds the lab up to a milestone, as the pages describe it. */
export async function buildLab(lab: LabAccount, upTo: Milestone): Promise<void> {
  const last = milestones.indexOf(upTo);
  mkdirSync(lab.clone);
  await lab.git('init', '--quiet');
  await lab.git('symbolic-ref', 'HEAD', 'refs/heads/main');
  const first = await lab.push(1);
  if (last < 1) return;
  await createBucket(lab, lab.names.deployBucket);
  if (last < 2) return;
  const connectionArn = await makeConnection(lab);
  if (last < 3) return;
  await createBucket(lab, lab.names.artifactBucket);
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
