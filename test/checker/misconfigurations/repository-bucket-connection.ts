import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
} from '../../../checker/account/connections-client.ts';
import { pageHtml, repository } from '../../../scenarios/finished-lab/repository.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { configuration, connectionArn, editPipeline } from '../lab-edits.ts';
import { bucket, type Misconfiguration } from './misconfiguration.ts';

export const repositoryBucketConnection: Misconfiguration[] = [
  {
    name: 'the branch is named master',
    breaks: async (lab) => {
      const host = `${lab.env.LAB_GIT_URL}/${repository}.git`;
      await lab.git('push', '-q', host, 'main:master');
      await lab.git(
        '-C',
        join(lab.practice.emulator.gitDir, `${repository}.git`),
        'symbolic-ref',
        'HEAD',
        'refs/heads/master',
      );
      await lab.git('push', '-q', host, ':main');
      // Without the branch, the commit cannot be read either, so the proofs fail too.
    },
    found: [
      'step-2 fail repository.branch branch-master',
      'step-6 fail approval.deployed artifact-not-commit',
      'step-8 fail redeploy.live artifact-not-commit',
    ],
  },
  {
    name: 'a commit was not pushed',
    breaks: async (lab) => {
      writeFileSync(join(lab.clone, 'index.html'), pageHtml(3));
      await lab.git('commit', '-qam', 'Version 3');
    },
    found: ['step-2 fail repository.clone clone-ahead'],
  },
  {
    name: 'Block Public Access was taken off',
    breaks: (lab) => lab.clients.s3.send(new DeletePublicAccessBlockCommand(bucket(lab))),
    found: ['step-3 fail bucket.private bucket-public-block-off'],
  },
  {
    name: 'a policy opens the bucket',
    breaks: async (lab) => {
      await lab.clients.s3.send(new DeletePublicAccessBlockCommand(bucket(lab)));
      const Resource = `arn:aws:s3:::${lab.names.deployBucket}/*`;
      await lab.clients.s3.send(
        new PutBucketPolicyCommand({
          ...bucket(lab),
          Policy: policyDocument([{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }]),
        }),
      );
    },
    found: [
      'step-3 fail bucket.private bucket-public-block-off',
      'step-3 fail bucket.closed bucket-policy-public',
      'step-7 fail presigned.plain bucket-public',
    ],
  },
  {
    name: 'versioning was suspended',
    breaks: (lab) =>
      lab.clients.s3.send(
        new PutBucketVersioningCommand({ ...bucket(lab), VersioningConfiguration: { Status: 'Suspended' } }),
      ),
    found: ['step-3 fail bucket.versioned versioning-suspended'],
  },
  {
    name: 'the tags are gone',
    breaks: (lab) => lab.clients.s3.send(new DeleteBucketTaggingCommand(bucket(lab))),
    found: ['step-3 fail bucket.tagged bucket-not-tagged'],
  },
  {
    name: 'a second connection of the name is pending',
    breaks: (lab) =>
      lab.clients.connections.send(
        new CreateConnectionCommand({ ConnectionName: lab.names.connection, ProviderType: 'GitHub' }),
      ),
    found: ['step-4 fail connection.single connection-duplicate'],
  },
  {
    name: 'the pipeline is on the one of two connections that is pending',
    breaks: async (lab) => {
      const { ConnectionArn = '' } = await lab.clients.connections.send(
        new CreateConnectionCommand({ ConnectionName: lab.names.connection, ProviderType: 'GitHub' }),
      );
      await editPipeline(lab, (pipeline) => Object.assign(configuration(pipeline, 0), { ConnectionArn }));
      await lab.clients.iam.send(
        new PutRolePolicyCommand({
          RoleName: lab.names.role,
          PolicyName: 'more',
          PolicyDocument: policyDocument([
            { Effect: 'Allow', Action: 'codeconnections:UseConnection', Resource: '*' },
          ]),
        }),
      );
    },
    found: [
      'step-4 fail connection.single connection-duplicate',
      'step-5 fail pipeline.source-connection source-connection-other',
    ],
  },
  {
    name: 'the connection was deleted',
    breaks: async (lab) =>
      lab.clients.connections.send(new DeleteConnectionCommand({ ConnectionArn: await connectionArn(lab) })),
    found: [
      'step-4 fail connection.exists connection-missing',
      'step-5 fail pipeline.source-connection source-connection-deleted',
    ],
  },
];
